import type { Attempt } from './attempts.ts';
import type { RunFile } from './run-file.ts';

/** One prompt in both arms: there is no candidate that could slip through. */
export function comparesWithItself({ arms: { baseline, candidate } }: Pick<RunFile, 'arms'>): boolean {
  return baseline?.digest === candidate.digest;
}

/**
 * Whether the ledger counts a run: its candidate was judged by all that was to be asked, or until a look ended it. Where
 * nothing was answered there was no chance to slip through.
 */
export function isAttempt(
  run: Pick<RunFile, 'status' | 'arms' | 'stoppedEarly' | 'scoredFrom'> & {
    trials: Pick<RunFile['trials'], 'completed'>;
  },
): boolean {
  if (run.scoredFrom !== undefined || run.trials.completed === 0) return false;
  const isJudged = run.status === 'complete' || run.stoppedEarly !== undefined;
  return isJudged && !comparesWithItself(run);
}

/** How a stored run was judged. Runs of before the mode was kept only counted. */
export function attemptOf({ attempt, attempts }: Pick<RunFile, 'attempt' | 'attempts'>): Attempt {
  return { number: attempt, mode: attempts?.mode ?? 'counted' };
}
