import type { Interval } from '../core/comparison.ts';
import type { Unanswerable } from '../core/gate-evidence.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { quantileLowerBound, quantileUpperBound } from '../statistics/order-statistic.ts';
import { worstCaseLowerBound, worstCaseUpperBound } from '../statistics/worst-case-t.ts';
import { meanOf, meanWith, type PairedValues } from './paired-values.ts';

/** What can be said about the candidate alone. */
export interface LimitAnswer {
  estimate: number | null;
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
  if (measured.length === 0) return { estimate: null, interval: null, unanswerable: 'no-values' };
  const estimate = measured.reduce((sum, value) => sum + value, 0) / measured.length;
  const pessimistic = paired.cases.map((values) => meanWith(values.candidate, lowest));
  const optimistic = paired.cases.map((values) => meanWith(values.candidate, highest));
  if (paired.metric.kind === 'binary' && paired.repeats === 1) {
    const n = paired.cases.length;
    const low = clopperPearsonLower(count(pessimistic), n, confidence);
    const high = clopperPearsonUpper(count(optimistic), n, confidence);
    return { estimate, interval: { low, high, confidence, method: 'Clopper–Pearson' }, unanswerable: null };
  }
  const low = worstCaseLowerBound(pessimistic, lowest, confidence);
  const high = worstCaseUpperBound(optimistic, highest, confidence);
  return {
    estimate,
    interval: { low, high, confidence, method: 't with one worst case added' },
    unanswerable: null,
  };
}

/**
 * Bounds on the candidate's 95th percentile by order statistics, over one value a case: the largest of its
 * repeats. A missing value counts as infinitely large for the upper bound and is left out of the lower one.
 * There is no bound below 59 cases at 95 %.
 */
export function answerP95(paired: PairedValues, confidence: number): LimitAnswer {
  const largest = paired.cases.map((values) =>
    values.candidate.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  );
  const measured = paired.cases
    .map((values) => values.candidate.filter((value) => !Number.isNaN(value)))
    .filter((values) => values.length > 0)
    .map((values) => Math.max(...values))
    .sort((a, b) => a - b);
  if (measured.length === 0) {
    const unanswerable =
      paired.metric.id === 'cost' ? 'no-price' : paired.metric.id === 'latency' ? 'no-latency' : 'no-values';
    return { estimate: null, interval: null, unanswerable };
  }
  const estimate = measured[Math.ceil(0.95 * measured.length) - 1] ?? null;
  const high = quantileUpperBound(
    largest.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)),
    0.95,
    confidence,
  );
  const low = quantileLowerBound(measured, 0.95, confidence);
  if (high === null || !Number.isFinite(high)) return { estimate, interval: null, unanswerable: null };
  const interval = { low: low ?? 0, high, confidence, method: 'order statistics' };
  return { estimate, interval, unanswerable: null };
}

function count(values: readonly number[]): number {
  return values.filter((value) => value >= 1).length;
}
