import { formatCount, formatShare } from '../core/format.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { missingLimit } from './outcome.ts';

export interface TrialCounts {
  planned: number;
  completed: number;
}

/** The built-in gate `trials`: whatever the other gates saw, a run with too many failed trials proves nothing. */
export function judgeTrials({ planned, completed }: TrialCounts): GateOutcome[] {
  const missing = planned - completed;
  if (planned > 0 && missing / planned <= missingLimit) return [];
  const actual = `${formatCount(missing)} of ${formatCount(planned)} trials (${formatShare(planned === 0 ? 1 : missing / planned)}) have no answer`;
  return [
    {
      gate: 'trials',
      metric: null,
      model: null,
      slice: null,
      status: 'inconclusive',
      enforced: true,
      reason: 'missing-results',
      interval: null,
      expected: `at most ${formatShare(missingLimit, 0)} of the trials without an answer`,
      actual,
      text: `trials: ${actual}; above ${formatShare(missingLimit, 0)} nothing can be decided.`,
    },
  ];
}
