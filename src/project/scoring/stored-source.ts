import { join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import type { ChosenCases, Evaluation } from '../../evaluation/evaluation.ts';
import { readJsonLines } from '../../report/json-lines.ts';
import type { TrialPlan } from '../../runner/plan-trials.ts';
import type { Project } from '../opening/open-project.ts';
import type { StoredRun } from '../runs/runs.ts';
import { isWholeCase, readStoredCases, requireSameCases } from '../runs/stored-cases.ts';
import { digestOfTrials } from '../runs/stored-trials.ts';
import type { StoredAnswer } from './score-answers.ts';

/**
 * The cases of a run whose answers are scored again, with the run checked against what it says of itself.
 *
 * @throws InputError where the run did not finish, is about one prompt alone, or is not as it was stored.
 */
export async function readSourceCases(
  project: Project,
  { id, path }: Pick<StoredRun, 'id' | 'path'>,
  run: RunFile,
): Promise<Case[]> {
  const problem = (message: string, hint: string) => new InputError({ message, hint });
  if (run.status === 'incomplete') {
    throw problem(
      `run ${id} did not finish, so there is nothing whole to score again`,
      'Name a run that did',
    );
  }
  if (run.drift !== undefined) {
    throw problem(
      `run ${id} is a drift run, which scores its answers itself`,
      'Measure it again: prompteval drift',
    );
  }
  if (!Array.isArray(run.pairings)) {
    throw problem(`run ${id} does not say which models it ran on`, 'Runs made from this version on do');
  }
  if ((await digestOfTrials(id, path)) !== run.digests.trials) {
    const message = `${project.display(join(path, 'trials.jsonl'))} was changed after run ${id} finished`;
    throw problem(message, 'Restore it from where the run was made');
  }
  await requireSameCases(run, path);
  const { cases, flaws } = await readStoredCases(path);
  const [flaw] = flaws;
  if (flaw !== undefined) throw problem(`${flaw.place} of run ${id} ${flaw.message}`, 'Restore the file');
  return cases.filter(isWholeCase);
}

/** Asks the gates and evaluators of now about the answers of then. */
export function evaluationOfSource(prompt: ResolvedPrompt, source: RunFile): Evaluation {
  const { alias } = source.plan;
  const { evaluators, gates, attempts, onInconclusive, cluster } = prompt;
  return {
    prompt: prompt.name,
    alias,
    models: [],
    repeats: source.repeats,
    evaluators,
    gates,
    attempts,
    onInconclusive,
    cluster,
    narrowed: source.status === 'smoke',
    // Where answers came from a cache, latency is about those cases alone that were asked for.
    cache: source.latencySample ? 'on' : 'off',
    stopEarly: false,
    scoredFrom: { run: source.id, pairings: source.pairings },
  };
}

export function chosenOfSource(source: RunFile, cases: Case[], warnings: string[]): ChosenCases {
  const { dataset, attempts, split } = source;
  return {
    dataset: { name: dataset.name, digest: dataset.digest, cases },
    cases,
    ...(split !== undefined && { split }),
    narrowed: source.status === 'smoke',
    casesDigest: attempts?.cases ?? dataset.digest,
    warnings,
  };
}

/** Every trial of the run that belongs to its plan, with what was asked. */
export async function* answersOfSource(
  { path }: Pick<StoredRun, 'path'>,
  source: RunFile,
  plan: Pick<TrialPlan, 'cases' | 'baseline' | 'candidate'>,
): AsyncGenerator<StoredAnswer> {
  const cases = new Map(plan.cases.map((item) => [item.id, item]));
  for await (const line of readJsonLines(join(path, 'trials.jsonl'), () => undefined)) {
    const record: TrialRecord | undefined = isTrialRecord(line) ? line : undefined;
    const testCase = record && cases.get(record.case);
    const arm = record && plan[record.arm];
    if (!record || !testCase || !arm) continue;
    const { judge: _, ...answer } = record;
    yield { record: { ...answer, from: record.from ?? source.id }, case: testCase, prompt: arm.prompt };
  }
}
