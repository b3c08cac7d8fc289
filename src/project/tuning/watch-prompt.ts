import { rm } from 'node:fs/promises';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Metric } from '../../core/score.ts';
import { type CaseOutcome, type Flip, flipsBetween } from '../../report/flips.ts';
import { isNarrowed } from '../cases/cases.ts';
import { tuningSplit } from '../cases/tuning-split.ts';
import { evaluatePrompt } from '../evaluation/evaluation.ts';
import { newRunId } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { caseOutcomes } from '../runs/case-outcomes.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { runFolder } from '../runs/run-folder.ts';
import { countTry } from './count-tries.ts';

/** What is remembered of one prompt from save to save. */
export interface WatchedPrompt {
  outcomes: CaseOutcome[];
  /** Of the newest run, which the next one replaces. */
  folder: string | null;
  /** Candidates that were counted already. */
  tried: Set<string>;
}

export function newlyWatched(): WatchedPrompt {
  return { outcomes: [], folder: null, tried: new Set() };
}

export interface WatchedRun extends EvaluatedRun {
  /** What the last edit made of single cases; null of the first run. */
  flips: Flip[] | null;
}

/**
 * Evaluates a prompt after an edit, on the cases that an author works on, with the answers that the cache has. The run of the edit
 * before goes; one that was cut off leaves nothing but its answers in the cache.
 *
 * @throws as evaluatePrompt does.
 */
export async function watchPrompt(
  project: Project,
  prompt: ResolvedPrompt,
  asked: EvaluationOptions,
  known: WatchedPrompt,
): Promise<WatchedRun> {
  const { split, isUsual } = await tuningSplit(project, prompt, asked.split);
  const id = newRunId(new Date());
  const options = { ...asked, split, cache: asked.cache ?? 'on', isWatched: true, id } as const;
  try {
    const evaluated = await evaluatePrompt(project, prompt, options);
    const { run, folder } = evaluated;
    const outcomes = await caseOutcomes(folder, run);
    const flips = known.folder === null ? null : flipsBetween(known.outcomes, outcomes, run.metrics);
    known.outcomes = merged(known.outcomes, outcomes, run.metrics);
    if (known.folder !== null) await rm(known.folder, { recursive: true, force: true });
    known.folder = folder;
    const { digest } = run.arms.candidate;
    const isWhole = isUsual && run.status === 'smoke' && !isNarrowed(asked) && asked.models === undefined;
    if (isWhole && !known.tried.has(digest)) {
      known.tried.add(digest);
      await countTry(project, run, { id: `watch-${id}`, candidate: digest });
    }
    return { ...evaluated, flips };
  } catch (error) {
    const { path } = runFolder(project.config.reports, prompt.name, id);
    await rm(path, { recursive: true, force: true });
    throw error;
  }
}

/** A run that its budget cut off says nothing of the cases that it did not come to. */
function merged(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
  metrics: readonly Metric[],
): CaseOutcome[] {
  const keyOf = ({ case: id, model }: CaseOutcome) => JSON.stringify([model, id]);
  const known = new Set(metrics.map(({ id }) => id));
  const isKnown = ({ values }: CaseOutcome) => [...values.keys()].every((id) => known.has(id));
  return [
    ...new Map([...before.filter(isKnown), ...after].map((outcome) => [keyOf(outcome), outcome])).values(),
  ];
}
