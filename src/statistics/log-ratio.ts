import { meanWithError, pValueBelow, reachOf } from './one-sample-t.ts';

export interface RatioBounds {
  /** candidate / baseline */
  ratio: number;
  /** One-sided lower bound of the ratio. */
  low: number;
  /** One-sided upper bound of the ratio; Infinity where the data set no limit. */
  high: number;
}

/**
 * Method C of the gates: the ratio of geometric means, by Student's t over the cases' differences of natural logs
 * (candidate − baseline). Null below two cases, where nothing is known about the spread.
 */
export function logRatioBounds(differences: readonly number[], confidence: number): RatioBounds | null {
  if (differences.length < 2) return null;
  const estimate = meanWithError(differences);
  const reach = reachOf(estimate, confidence);
  return {
    ratio: Math.exp(estimate.mean),
    low: Math.exp(estimate.mean - reach),
    high: Math.exp(estimate.mean + reach),
  };
}

/**
 * p value of H0: the ratio is 1 + limit or more. Below α exactly where `high < 1 + limit`. Null below two cases.
 *
 * @param limit the increase allowed: 0.2 for 20 %
 */
export function logRatioPWithin(differences: readonly number[], limit: number): number | null {
  return differences.length < 2 ? null : pValueBelow(meanWithError(differences), Math.log1p(limit));
}
