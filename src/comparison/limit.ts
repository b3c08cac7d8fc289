import type { Interval } from '../core/comparison.ts';
import type { Unanswerable } from '../core/gate-evidence.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../statistics/clopper-pearson.ts';
import { mean } from '../statistics/moments.ts';
import { quantileLowerBound, quantileUpperBound } from '../statistics/order-statistic.ts';
import { worstCaseLowerBound, worstCaseUpperBound } from '../statistics/worst-case-t.ts';
import { countOf } from './count-of.ts';
import { type PairedValues, reasonForNothing } from './paired-values.ts';
import { isCountable, largestPerUnit, methodOver, perUnit, withoutNaN } from './units.ts';

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
 * One-sided bounds on the candidate's mean over cases or clusters: exact for a binary metric with one trial a case, otherwise a
 * t bound with one case at the end of the range added. A missing score counts as the lowest value for the
 * lower bound and as the highest for the upper one, so that it can't help to prove anything.
 */
export function answerMean(paired: PairedValues, confidence: number): LimitAnswer {
  const { metric, candidate } = paired;
  const [lowest, highest] = metric.range ?? [0, 0];
  const measured = withoutNaN(perUnit(paired, (index) => candidate.mean(index)));
  if (measured.length === 0) return nothing(paired);
  const pessimistic = perUnit(paired, (index) => candidate.meanWith(index, lowest));
  const optimistic = perUnit(paired, (index) => candidate.meanWith(index, highest));
  const isExact = isCountable(paired);
  const n = pessimistic.length;
  const bounds = isExact
    ? {
        low: clopperPearsonLower(passes(pessimistic), n, confidence),
        high: clopperPearsonUpper(passes(optimistic), n, confidence),
      }
    : {
        low: worstCaseLowerBound(pessimistic, lowest, confidence),
        high: worstCaseUpperBound(optimistic, highest, confidence),
      };
  const method = isExact ? 'Clopper–Pearson' : methodOver(paired, 't with one worst case added');
  return { ...shown(bounds, confidence, method), estimate: mean(measured), unanswerable: null };
}

/**
 * Bounds on the candidate's 95th percentile by order statistics, over one value a case: the largest of its
 * repeats, or of a cluster's cases. A missing value counts as infinitely large for the upper bound and is left out of the lower one.
 * There is no upper bound below 59 cases at 95 %.
 */
export function answerP95(paired: PairedValues, confidence: number): LimitAnswer {
  const { candidate } = paired;
  const measured = withoutNaN(largestPerUnit(paired, (index) => candidate.largest(index)));
  if (measured.length === 0) return nothing(paired);
  const largest = largestPerUnit(paired, (index) =>
    candidate.hasMissing(index) ? Number.POSITIVE_INFINITY : candidate.largest(index),
  );
  const bounds = {
    low: quantileLowerBound(measured, 0.95, confidence) ?? 0,
    high: quantileUpperBound(largest, 0.95, confidence) ?? Number.POSITIVE_INFINITY,
  };
  const estimate = Float64Array.from(measured).sort()[Math.ceil(0.95 * measured.length) - 1] ?? null;
  return {
    ...shown(bounds, confidence, methodOver(paired, 'order statistics')),
    estimate,
    unanswerable: null,
  };
}

function nothing(paired: PairedValues): LimitAnswer {
  return { estimate: null, bounds: null, interval: null, unanswerable: reasonForNothing(paired) };
}

function shown(bounds: Bounds, confidence: number, method: string): Pick<LimitAnswer, 'bounds' | 'interval'> {
  return { bounds, interval: Number.isFinite(bounds.high) ? { ...bounds, confidence, method } : null };
}

function passes(values: readonly number[]): number {
  return countOf(values, (value) => value >= 1);
}
