import { binomialCdf, binomialUpperTail } from './binomial.ts';
import { alphaOf, isSignificant } from './significance.ts';

/**
 * What the p quantile of the distribution behind `values` is at most: the smallest order statistic that lies at or above
 * it with the given confidence, whatever the distribution (David & Nagaraja 2003, "Order Statistics", section 7.1).
 * Null where even the largest value is not sure enough: for p95 at 95 % below 59 values.
 */
export function quantileUpperBound(values: readonly number[], p: number, confidence: number): number | null {
  const rank = rankOfUpperBound(values.length, p, confidence);
  return rank === null ? null : (ascending(values)[rank - 1] ?? null);
}

/** Which of so many values in rising order that is, from 1; null where there is none. */
export function rankOfUpperBound(count: number, p: number, confidence: number): number | null {
  const alpha = alphaOf(confidence);
  // The rank r fails where at least r values fall below the quantile.
  return firstRank(count, (r) => isSignificant(binomialUpperTail(r, count, p), alpha));
}

/** What the p quantile is at least; null where even the smallest value is not sure enough. */
export function quantileLowerBound(values: readonly number[], p: number, confidence: number): number | null {
  const alpha = alphaOf(confidence);
  const fromTop = firstRank(values.length, (r) =>
    isSignificant(binomialCdf(values.length - r, values.length, p), alpha),
  );
  return fromTop === null ? null : (ascending(values)[values.length - fromTop] ?? null);
}

/** The first of the ranks 1 to n for which a property holds that, once true, stays true; null where it never holds. */
function firstRank(n: number, holds: (rank: number) => boolean): number | null {
  if (n === 0 || !holds(n)) return null;
  let low = 0;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function ascending(values: readonly number[]): Float64Array {
  // Typed, numbers are sorted as such, without a call for each comparison.
  return Float64Array.from(values).sort();
}
