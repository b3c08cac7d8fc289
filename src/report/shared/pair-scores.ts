import { armScore, type PairRecord } from '../../core/pair.ts';
import type { TrialRecord } from '../../core/trial.ts';

/** A trial with what was said of it beside the other arm's: a score like the others, of this arm. */
export function withPairs(trial: TrialRecord, pairs: readonly PairRecord[]): TrialRecord {
  const own = pairs.filter(({ case: id, repeat }) => id === trial.case && repeat === trial.repeat);
  if (own.length === 0) return trial;
  const scores = own.flatMap((pair) => pair.scores.map((score) => armScore(score, trial.arm)));
  return { ...trial, scores: [...trial.scores, ...scores] };
}
