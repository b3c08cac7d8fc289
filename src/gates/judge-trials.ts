import { formatCount, formatShare } from '../core/format.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { missingLimit } from './outcome.ts';

export interface TrialCounts {
  planned: number;
  completed: number;
  /** Why the run ended before its plan did. */
  stopped?: 'interrupted' | 'budget' | null;
}

/**
 * The built-in gate `trials`: whatever the other gates saw, a run that ended early or with too many failed trials
 * proves nothing.
 */
export function judgeTrials(counts: TrialCounts): GateOutcome[] {
  const { planned, completed, stopped = null } = counts;
  const missing = planned - completed;
  if (stopped !== null) return [undecided(early[stopped], describe(counts))];
  if (planned > 0 && missing / planned <= missingLimit) return [];
  return [undecided('missing-results', describe(counts))];
}

const early = { interrupted: 'interrupted', budget: 'budget-spent' } as const;

const expected = `at most ${formatShare(missingLimit, 0)} of the trials without an answer`;

function describe({ planned, completed, stopped = null }: TrialCounts): { actual: string; text: string } {
  const missing = planned - completed;
  const share = formatShare(planned === 0 ? 1 : missing / planned);
  const actual = `${formatCount(missing)} of ${formatCount(planned)} trials (${share}) have no answer`;
  if (stopped === null) {
    return {
      actual,
      text: `trials: ${actual}; above ${formatShare(missingLimit, 0)} nothing can be decided.`,
    };
  }
  const why = stopped === 'budget' ? 'the budget was spent' : 'the run was interrupted';
  return { actual, text: `trials: ${why} before the run was through; ${actual}.` };
}

function undecided(reason: string, { actual, text }: { actual: string; text: string }): GateOutcome {
  return {
    gate: 'trials',
    metric: null,
    model: null,
    slice: null,
    status: 'inconclusive',
    enforced: true,
    reason,
    interval: null,
    expected,
    actual,
    text,
  };
}
