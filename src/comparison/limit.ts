import type { Interval } from '../core/comparison.ts';
import type { Unanswerable } from '../core/gate-evidence.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { mean } from '../statistics/moments.ts';
import { quantileLowerBound, quantileUpperBound } from '../statistics/order-statistic.ts';
import { worstCaseLowerBound, worstCaseUpperBound } from '../statistics/worst-case-t.ts';
import { hasMissing, meanOf, meanWith, type PairedValues, reasonForNothing } from './paired-values.ts';

export interface Bounds {
  low: number;
  /** Infinity where the data set no limit. */
  high: number;
}

/** What can be said about the candidate alone. */
export interface LimitAnswer {
  estimate: number | null;
  bounds: Bounds | null;
  /** The bounds, where both are numbers that can be shown. */
  interval: Interval | null;
  unanswerable: Unanswerable | null;
}

/**
 * One-sided bounds on the candidate's mean: exact for a binary metric with one trial a case, otherwise a
 * t bound with one case at the end of the range added. A missing score counts as the lowest value for the
 * lower bound and as the highest for the upper one, so that it can't help to prove anything.
 */
export function answerMean(paired: PairedValues, confidence: number): LimitAnswer {
  const [lowest, highest] = paired.metric.range ?? [0, 0];
  const measured = paired.cases
    .map((values) => meanOf(values.candidate))
    .filter((value) => !Number.isNaN(value));
  if (measured.length === 0) return nothing(paired);
  const pessimistic = paired.cases.map((values) => meanWith(values.candidate, lowest));
  const optimistic = paired.cases.map((values) => meanWith(values.candidate, highest));
  const isExact = paired.metric.kind === 'binary' && paired.repeats === 1;
  const n = paired.cases.length;
  const bounds = isExact
    ? {
        low: clopperPearsonLower(passes(pessimistic), n, confidence),
        high: clopperPearsonUpper(passes(optimistic), n, confidence),
      }
    : {
        low: worstCaseLowerBound(pessimistic, lowest, confidence),
        high: worstCaseUpperBound(optimistic, highest, confidence),
      };
  const method = isExact ? 'Clopper–Pearson' : 't with one worst case added';
  return { ...shown(bounds, confidence, method), estimate: mean(measured), unanswerable: null };
}

/**
 * Bounds on the candidate's 95th percentile by order statistics, over one value a case: the largest of its
 * repeats. A missing value counts as infinitely large for the upper bound and is left out of the lower one.
 * There is no upper bound below 59 cases at 95 %.
 */
export function answerP95(paired: PairedValues, confidence: number): LimitAnswer {
  const measured = paired.cases
    .map((values) => values.candidate.filter((value) => !Number.isNaN(value)))
    .filter((values) => values.length > 0)
    .map((values) => Math.max(...values))
    .sort((a, b) => a - b);
  if (measured.length === 0) return nothing(paired);
  const largest = paired.cases.map(({ candidate }) =>
    hasMissing(candidate) ? Number.POSITIVE_INFINITY : Math.max(...candidate),
  );
  const bounds = {
    low: quantileLowerBound(measured, 0.95, confidence) ?? 0,
    high: quantileUpperBound(largest, 0.95, confidence) ?? Number.POSITIVE_INFINITY,
  };
  const estimate = measured[Math.ceil(0.95 * measured.length) - 1] ?? null;
  return { ...shown(bounds, confidence, 'order statistics'), estimate, unanswerable: null };
}

function nothing(paired: PairedValues): LimitAnswer {
  return { estimate: null, bounds: null, interval: null, unanswerable: reasonForNothing(paired) };
}

function shown(bounds: Bounds, confidence: number, method: string): Pick<LimitAnswer, 'bounds' | 'interval'> {
  return { bounds, interval: Number.isFinite(bounds.high) ? { ...bounds, confidence, method } : null };
}

function passes(values: readonly number[]): number {
  return values.filter((value) => value >= 1).length;
}
