import type { RatioBounds } from './log-ratio.ts';
import { covariance, mean, variance } from './moments.ts';
import { meanWithError, pValueAbove, pValueBelow } from './one-sample-t.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * Method D of the gates: candidate total / baseline total over the same cases, for amounts that are never negative (cost).
 * The bounds invert the one-sided t test on candidate − r·baseline (Fieller 1954, "Some problems in interval estimation").
 *
 * Null below two cases, and where the baseline's total is 0 but the candidate's is not. Zero on both sides is a ratio of 1.
 */
export function ratioOfTotals(
  baseline: readonly number[],
  candidate: readonly number[],
  confidence: number,
): RatioBounds | null {
  const kind = kindOf(baseline, candidate);
  if (kind === 'undefined') return null;
  if (kind === 'free') return { ratio: 1, low: 1, high: 1 };
  const ratio = mean(candidate) / mean(baseline);
  return { ratio, ...fiellerBounds(baseline, candidate, ratio, confidence) };
}

/**
 * p value of H0: the ratio is 1 + limit or more. Below α exactly where `high < 1 + limit`. Null where the ratio is.
 *
 * @param limit the increase allowed: 0.1 for 10 %
 */
export function ratioOfTotalsPWithin(
  baseline: readonly number[],
  candidate: readonly number[],
  limit: number,
): number | null {
  const kind = kindOf(baseline, candidate);
  if (kind === 'undefined') return null;
  if (kind === 'free') return limit > 0 ? 0 : 1;
  const excess = candidate.map((amount, index) => amount - (1 + limit) * (baseline[index] ?? Number.NaN));
  // The t statistic may turn round on its way to an infinite limit. Whoever rules out a ratio rules out every larger one,
  // which takes a baseline that is proven to cost something at all.
  return Math.max(pValueBelow(meanWithError(excess), 0), pValueAbove(meanWithError(baseline), 0));
}

function kindOf(baseline: readonly number[], candidate: readonly number[]): 'ratio' | 'free' | 'undefined' {
  if (baseline.length !== candidate.length) throw new RangeError('baseline and candidate must be pairs');
  if (baseline.length < 2) return 'undefined';
  if (mean(baseline) > 0) return 'ratio';
  return mean(candidate) === 0 ? 'free' : 'undefined';
}

/**
 * The test accepts r where (δ·b̄)² ≤ k·Var(e − δ·b), with δ = r − ratio, e = candidate − ratio·baseline and k = t²/n.
 * Written around the ratio, nothing cancels, and pairs in exact proportion give both bounds exactly.
 */
function fiellerBounds(
  baseline: readonly number[],
  candidate: readonly number[],
  ratio: number,
  confidence: number,
): { low: number; high: number } {
  const cases = baseline.length;
  const residuals = candidate.map((amount, index) => amount - ratio * (baseline[index] ?? Number.NaN));
  const k = studentTQuantile(confidence, cases - 1) ** 2 / cases;
  const square = mean(baseline) ** 2 - k * variance(baseline);
  const cross = k * covariance(residuals, baseline);
  const rest = k * variance(residuals);
  const discriminant = cross * cross + square * rest;
  // The baseline's own mean is not proven to differ from 0, so no ratio, however large, can be excluded for good.
  if (square <= 0)
    return { low: unboundedLow(square, cross, discriminant, ratio), high: Number.POSITIVE_INFINITY };
  const root = Math.sqrt(discriminant);
  return { low: Math.max(0, ratio + (-cross - root) / square), high: ratio + (-cross + root) / square };
}

/** An unbounded set may still leave out a stretch below the ratio; if that reaches down to 0, its end is the lower bound. */
function unboundedLow(square: number, cross: number, discriminant: number, ratio: number): number {
  if (square === 0 || discriminant <= 0) return 0;
  const root = Math.sqrt(discriminant);
  const from = ratio + (-cross + root) / square;
  const to = ratio + (-cross - root) / square;
  return from < 0 && to > 0 && to <= ratio ? to : 0;
}
