import type { Attempt } from './attempts.ts';
import type { RunFile } from './run-file.ts';

/** One prompt in both arms: there is no candidate that could slip through. */
export function comparesWithItself({ arms: { baseline, candidate } }: Pick<RunFile, 'arms'>): boolean {
  return baseline?.digest === candidate.digest;
}

type Judged = Pick<RunFile, 'status' | 'arms' | 'stoppedEarly' | 'scoredFrom' | 'reviewedFrom'> & {
  trials: Pick<RunFile['trials'], 'completed'>;
};

/**
 * Whether a candidate was judged by all that was to be asked, or until a look ended it. Where nothing was answered there was
 * no chance to slip through. What people say of a run's answers makes no other attempt of it.
 */
export function isJudgedCandidate(run: Judged): boolean {
  const isAnother = run.scoredFrom !== undefined || run.reviewedFrom !== undefined;
  if (isAnother || run.trials.completed === 0) return false;
  const isJudged = run.status === 'complete' || run.stoppedEarly !== undefined;
  return isJudged && !comparesWithItself(run);
}

/** The same of a run that is still to be made: whether it may come to be one. */
export function mayBeJudged(
  arms: { baseline: { digest: string } | null; candidate: { digest: string } },
  { narrowed, isAnother }: { narrowed: boolean; isAnother: boolean },
): boolean {
  return !narrowed && !isAnother && arms.baseline?.digest !== arms.candidate.digest;
}

/** Whether the ledger counts a run: one that took every answer from a cache measured no candidate anew. */
export function isAttempt(run: Judged & Pick<RunFile, 'attempts'>): boolean {
  return isJudgedCandidate(run) && run.attempts?.again === undefined;
}

/** A run that a look ended is not cut off: it came to its end early. A shard that asked all of its trials is whole. */
export function isCutOff({
  status,
  stoppedEarly,
  shard,
  trials,
}: Pick<RunFile, 'status' | 'stoppedEarly' | 'shard' | 'trials'>): boolean {
  if (status !== 'incomplete' || stoppedEarly !== undefined) return false;
  return shard === undefined || trials.completed + trials.failed < trials.planned;
}

/** How a stored run was judged. Runs of before the mode was kept only counted. */
export function attemptOf({ attempt, attempts }: Pick<RunFile, 'attempt' | 'attempts'>): Attempt {
  return { number: attempt, mode: attempts?.mode ?? 'counted' };
}
