import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { ConflictError, type InputError, RefusedError } from '../../core/errors.ts';
import { recalibratedGates } from '../../core/gate.ts';
import { attemptOf } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import { evaluatorsDigest, gatesDigest } from '../../evaluation/digests.ts';
import { attemptEntry, attemptLedger } from '../cases/attempt-ledger.ts';
import { runEvaluation } from '../evaluation/evaluation.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { writeRunFile } from '../runs/run-folder.ts';
import { findRun, listRuns, readResult, readRunOfMany, type StoredRun } from '../runs/runs.ts';
import { armsOf } from '../scoring/decide-again.ts';
import { scoreInto } from '../scoring/score-into.ts';
import { chosenOfSource, evaluationOfSource, readSourceCases } from '../scoring/stored-source.ts';
import { reviewsOfRun, unreviewedMetrics } from './reviews-of-run.ts';

export interface FoundRun {
  stored: StoredRun;
  run: RunFile;
}

type ReviewOptions = Pick<EvaluationOptions, 'progress' | 'signal'>;

/**
 * The run with what people say of its answers by now: the same one where nothing of that is new, else a run that has every
 * answer and every other score of it. Nothing is asked and nothing is judged again, so it is the same attempt, as old as
 * the answers are.
 *
 * @throws ConflictError where the reviews are of no use, because the run's gates or evaluators are not those of now.
 */
export async function withReviewsOfNow(
  project: Project,
  prompt: ResolvedPrompt,
  found: FoundRun,
  options: ReviewOptions,
): Promise<FoundRun> {
  if (!isReviewable(prompt, found.run) || !(await isOutdated(project, prompt, found))) return found;
  const source = await sourceOf(project, prompt, found);
  requireSameTerms(project, prompt, source.run);
  for (const known of await reviewedRunsOf(project, source)) {
    if (!(await isOutdated(project, prompt, known))) return known;
  }
  return addReviews(project, prompt, source, options);
}

/** The same for a run that is only scored again: null where there is more to it than what people say. */
export async function addNewReviews(
  project: Project,
  prompt: ResolvedPrompt,
  stored: StoredRun,
  options: ReviewOptions,
): Promise<EvaluatedRun | null> {
  const found = { stored, run: await readResult(stored) };
  if (!isReviewable(prompt, found.run) || changedTerms(project, prompt, found.run).length > 0) return null;
  const reviewed = await withReviewsOfNow(project, prompt, found, options);
  return reviewed === found ? null : { run: reviewed.run, folder: reviewed.stored.path };
}

/** What can't be released whatever people say is left as it is. */
function isReviewable({ evaluators }: ResolvedPrompt, run: RunFile): boolean {
  const { drift, scoredFrom, stoppedEarly, status, pairings, shard } = run;
  return (
    evaluators.some(({ byPeople }) => byPeople) &&
    status !== 'incomplete' &&
    drift === undefined &&
    scoredFrom === undefined &&
    stoppedEarly === undefined &&
    shard === undefined &&
    Array.isArray(pairings)
  );
}

/** Whether people say something else by now than the run has. */
async function isOutdated(
  project: Project,
  prompt: ResolvedPrompt,
  { stored, run }: FoundRun,
): Promise<boolean> {
  const { isSame } = await reviewsOfRun(project, prompt, { run, folder: stored.path });
  return !isSame;
}

/** Reviews are added to what was measured, never to what was reviewed before. */
async function sourceOf(project: Project, prompt: ResolvedPrompt, found: FoundRun): Promise<FoundRun> {
  const { reviewedFrom } = found.run;
  if (reviewedFrom === undefined) return found;
  const stored = await findRun(project, reviewedFrom, prompt.name);
  return { stored, run: await readResult(stored) };
}

/** What a run's reviews could not be added to it for, in words; empty where they can. */
export function changedTerms(project: Pick<Project, 'tool'>, prompt: ResolvedPrompt, run: RunFile): string[] {
  const calibrated = recalibratedGates(run.gates, prompt.gates) ?? [];
  const gates = calibrated.length > 0 ? `the calibration behind gate ${calibrated.join(', ')}` : 'a gate';
  return [
    run.digests.evaluators === evaluatorsDigest(prompt.evaluators) ? undefined : 'an evaluator',
    run.digests.gates === gatesDigest(prompt.gates) ? undefined : gates,
    attemptOf(run).mode === prompt.attempts ? undefined : 'how attempts count',
    run.tool === project.tool ? undefined : 'prompteval itself',
  ].filter((what) => what !== undefined);
}

function requireSameTerms(project: Project, prompt: ResolvedPrompt, run: RunFile): void {
  const changed = changedTerms(project, prompt, run);
  if (changed.length === 0) return;
  throw new ConflictError(
    `Run ${run.id} is stale: ${changed.join(', ')} changed since, so reviews can not be added to it. Make a new run; an answer that is the same keeps its reviews`,
  );
}

/** Newest first. */
async function reviewedRunsOf(project: Project, { stored }: FoundRun): Promise<FoundRun[]> {
  const later = (await listRuns(project, stored.prompt)).filter(({ id }) => id > stored.id);
  const tell = ({ message }: InputError) => project.warn(message);
  const read = await Promise.all(
    later.map(async (other) => ({ stored: other, run: await readRunOfMany(other, tell) })),
  );
  return read.flatMap(({ stored: other, run }) =>
    run?.reviewedFrom === stored.id ? [{ stored: other, run }] : [],
  );
}

async function addReviews(
  project: Project,
  prompt: ResolvedPrompt,
  { stored, run: source }: FoundRun,
  { progress, signal }: ReviewOptions,
): Promise<FoundRun> {
  // What is copied from a run must not come out as a run of its own that nobody changed.
  const change = await attemptLedger(project, prompt.name).changeOf(source);
  if (change !== undefined) {
    throw new RefusedError(`No review can be added to run ${source.id}: ${change}`);
  }
  const cases = await readSourceCases(project, stored, source);
  const warnings = [
    ...source.warnings,
    `What people said of the answers is added to run ${source.id}; nothing else was measured or scored again.`,
  ];
  const evaluation = evaluationOfSource(prompt, source);
  const scoredFrom = { run: source.id, pairings: source.pairings, onlyReviews: true };
  const asked = { alias: source.plan.alias, progress, signal };
  const { run, folder } = await runEvaluation(
    project,
    prompt,
    asked,
    { ...evaluation, scoredFrom, policy: source.policy },
    (usual, into) => ({
      resolveArms: async () => ({ arms: armsOf(source), head: source.head }),
      loadCases: async () => chosenOfSource(source, cases, warnings),
      runAndScore: (_, work, onRecord) => {
        const alike = unreviewedMetrics(work.evaluators);
        return scoreInto(into, { stored, run: source, alike }, work, signal, onRecord);
      },
      sinceRelease: async () => source.sinceRelease ?? null,
      servedAtRelease: async () => null,
      earlierAttempts: async (chosen) =>
        source.attempts ? { earlier: source.attempts.earlier, warnings: [] } : usual.earlierAttempts(chosen),
      // As old as its answers: what people say later makes them no fresher.
      async describeCircumstances() {
        const { startedAt, finishedAt, actor, git, prices, judges } = source;
        const { code } = source.digests;
        const { id, tool } = await usual.describeCircumstances();
        const kept = {
          ...(prices !== undefined && { prices }),
          ...(judges !== undefined && { judges }),
          ...(code !== undefined && { code }),
        };
        return { id, tool, startedAt, finishedAt, actor, git, ...kept };
      },
      async saveRun(reviewed) {
        await writeRunFile(into.path, reviewed);
        await noteDigest(project, reviewed, source.id);
      },
    }),
  );
  return { stored: { id: run.id, prompt: prompt.name, path: folder }, run };
}

/** So that a change to its run.json shows, as with every run; it is no attempt of its own. */
async function noteDigest(project: Project, run: RunFile, of: string): Promise<void> {
  await attemptLedger(project, run.prompt).add(attemptEntry(run, new Date().toISOString(), of));
}
