import type { answerDifference } from '../../src/comparison/difference.ts';
import type { answerMean, answerP95 } from '../../src/comparison/limit.ts';
import type { pairedBinaryPValue } from '../../src/statistics/exact-noninferiority.ts';
import type { pairedT } from '../../src/statistics/paired-t.ts';
import type { isSignificant } from '../../src/statistics/significance.ts';
import type { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

/**
 * The code whose promises are measured. It is handed in: `npm run simulate` measures the build, the tests measure the
 * source, and a test can hand in a broken one to see that it is found out.
 */
export interface Shipped {
  answerDifference: typeof answerDifference;
  answerMean: typeof answerMean;
  answerP95: typeof answerP95;
  isSignificant: typeof isSignificant;
  pairedBinaryPValue: typeof pairedBinaryPValue;
  /** No gate uses it: it stands for what other tools do. */
  pairedT: typeof pairedT;
  worstCaseLowerBound: typeof worstCaseLowerBound;
}

/** What every gate here is asked at. */
export const confidence = 0.95;
export const alpha = 0.05;
