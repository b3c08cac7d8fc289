import { meanWithError, pValueAbove, reachOf } from './one-sample-t.ts';
import { alphaOf } from './significance.ts';
import { studentTCdf } from './student-t.ts';

export interface PairedT {
  mean: number;
  /** Standard error of the mean. */
  error: number;
  t: number;
  degreesOfFreedom: number;
  pTwoSided: number;
  /** Two-sided interval. */
  low: number;
  high: number;
  lowOneSided: number;
  /** p value of H0: the mean difference is −margin or worse. */
  pNonInferior: number;
}

/**
 * Student's paired t test over differences (candidate − baseline). For reports and comparisons with other tools; gates
 * use the variant that reckons with a collapse not seen yet. Null below two differences or where they are all equal.
 */
export function pairedT(question: {
  differences: readonly number[];
  margin: number;
  confidence: number;
}): PairedT | null {
  const { differences, margin, confidence } = question;
  if (differences.length < 2) return null;
  const estimate = meanWithError(differences);
  if (estimate.error === 0) return null;
  const t = estimate.mean / estimate.error;
  const twoSided = reachOf(estimate, 1 - alphaOf(confidence) / 2);
  return {
    ...estimate,
    t,
    pTwoSided: 2 * studentTCdf(-Math.abs(t), estimate.degreesOfFreedom),
    low: estimate.mean - twoSided,
    high: estimate.mean + twoSided,
    lowOneSided: estimate.mean - reachOf(estimate, confidence),
    pNonInferior: pValueAbove(estimate, -margin),
  };
}
