import { type Interval, isChangeAbove } from '../core/comparison.ts';
import type { Unanswerable } from '../core/gate-evidence.ts';
import { pairedBinaryLowerBound, pairedBinaryUpperBound } from '../statistics/exact-noninferiority.ts';
import { logRatioBounds } from '../statistics/log-ratio.ts';
import { ratioOfTotals } from '../statistics/ratio-of-totals.ts';
import { worstCaseLowerBound, worstCaseUpperBound } from '../statistics/worst-case-t.ts';
import { countOf } from './count-of.ts';
import { differenceRange, imputedDifferences } from './imputation.ts';
import { type PairedValues, reasonForNothing } from './paired-values.ts';
import { type DifferenceQuestion, relativeShift } from './question.ts';
import { differsByFlips, logRatios, methodOver, onlyComplete, perUnit } from './units.ts';

export interface DifferenceAnswer {
  interval: Interval | null;
  proven: 'above' | 'below' | null;
  unanswerable: Unanswerable | null;
}

/**
 * Bounds on the difference between the arms, by the method that GATES names for this kind of metric:
 * A exact for pass/fail with one trial a case, B for other bounded scores, C for latency, D for cost and tokens.
 * Where cases are counted by cluster, each cluster is one value, and pass/fail metrics go to B.
 */
export function answerDifference(paired: PairedValues, question: DifferenceQuestion): DifferenceAnswer {
  if (!paired.hasBaseline) return unanswered('no-baseline');
  if (paired.cases.length === 0) return unanswered('no-values');
  if (paired.metric.id === 'latency') return answerLatency(paired, question);
  if (paired.metric.kind === 'amount') return answerAmount(paired, question);
  return isExact(paired, question) ? answerBinary(paired, question) : answerScore(paired, question);
}

/** Whether method A answers a question about scores; otherwise method B does. */
export function isExact(paired: PairedValues, { relative }: DifferenceQuestion): boolean {
  return differsByFlips(paired) && relative === null;
}

function unanswered(unanswerable: Unanswerable): DifferenceAnswer {
  return { interval: null, proven: null, unanswerable };
}

function answerBinary(paired: PairedValues, question: DifferenceQuestion): DifferenceAnswer {
  const { confidence } = question;
  const threshold = question.threshold ?? undefined;
  const low = pairedBinaryLowerBound({
    ...flips(imputedDifferences(paired, 'pessimistic', null)),
    confidence,
    threshold,
  });
  const high = pairedBinaryUpperBound({
    ...flips(imputedDifferences(paired, 'optimistic', null)),
    confidence,
    threshold,
  });
  return {
    interval: { low: low.bound, high: high.bound, confidence, method: 'exact unconditional, score ordering' },
    proven: low.proven ? 'above' : high.proven ? 'below' : null,
    unanswerable: null,
  };
}

function answerScore(paired: PairedValues, question: DifferenceQuestion): DifferenceAnswer {
  const { confidence, relative } = question;
  const [worst, best] = differenceRange(paired.metric, relative);
  const low = worstCaseLowerBound(imputedDifferences(paired, 'pessimistic', relative), worst, confidence);
  const high = worstCaseUpperBound(imputedDifferences(paired, 'optimistic', relative), best, confidence);
  // Shown on the scale of the change and of the limit beside it; decided before, so that rounding can't matter.
  const shift = relativeShift(paired, relative);
  const method =
    relative === null
      ? 't with one worst case added'
      : 't with one worst case added, on the relative difference at the mean of the baseline';
  return {
    interval: { low: low + shift, high: high + shift, confidence, method: methodOver(paired, method) },
    proven: provenBy(low, high, question.threshold),
    unanswerable: null,
  };
}

function answerLatency(paired: PairedValues, question: DifferenceQuestion): DifferenceAnswer {
  const ratios = logRatios(paired);
  if (ratios.length === 0) return unanswered(reasonForNothing(paired));
  const method = methodOver(paired, 't on log ratios');
  return answerRatio(logRatioBounds(ratios, question.confidence), question, method);
}

function answerAmount(paired: PairedValues, question: DifferenceQuestion): DifferenceAnswer {
  const complete = onlyComplete(paired);
  if (complete.cases.length === 0) return unanswered(reasonForNothing(paired));
  const baseline = perUnit(complete, (index) => paired.baseline.mean(index));
  const candidate = perUnit(complete, (index) => paired.candidate.mean(index));
  const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  if (total(baseline) === 0 && total(candidate) > 0) return unanswered('not-comparable');
  const method = methodOver(paired, 't on the ratio of totals');
  return answerRatio(ratioOfTotals(baseline, candidate, question.confidence), question, method);
}

/** Turns bounds on candidate ÷ baseline, where less is better, into bounds on the relative improvement. */
function answerRatio(
  bounds: { low: number; high: number } | null,
  question: DifferenceQuestion,
  method: string,
): DifferenceAnswer {
  if (bounds === null || !Number.isFinite(bounds.high) || !Number.isFinite(bounds.low)) {
    return { interval: null, proven: null, unanswerable: null };
  }
  const [low, high] = [1 - bounds.high, 1 - bounds.low];
  return {
    interval: { low, high, confidence: question.confidence, method },
    proven: ratioProvenBy(low, high, question.threshold),
    unanswerable: null,
  };
}

/** Where the change is the same in every case both bounds are that, so a limit may lie exactly there. */
function ratioProvenBy(low: number, high: number, threshold: number | null): 'above' | 'below' | null {
  if (threshold === null) return null;
  if (isChangeAbove(low, threshold)) return 'above';
  return isChangeAbove(threshold, high) ? 'below' : null;
}

function provenBy(low: number, high: number, threshold: number | null): 'above' | 'below' | null {
  if (threshold === null) return null;
  if (low > threshold) return 'above';
  return high < threshold ? 'below' : null;
}

/** How many differences are for the better and for the worse. */
export function flips(differences: readonly number[]): { wins: number; losses: number; cases: number } {
  return {
    wins: countOf(differences, (difference) => difference > 0),
    losses: countOf(differences, (difference) => difference < 0),
    cases: differences.length,
  };
}
