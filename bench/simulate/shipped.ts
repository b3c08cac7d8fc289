import type { chanceOfDifference } from '../../src/comparison/chance-of-difference.ts';
import type { answerDifference } from '../../src/comparison/difference.ts';
import type { answerMean, answerP95 } from '../../src/comparison/limit.ts';
import type { lookCounts } from '../../src/runner/case-order.ts';
import type { confidenceOfAttempt } from '../../src/statistics/attempts.ts';
import type { chanceOfPassingTable, flipsToCome } from '../../src/statistics/conditional-power.ts';
import type { pairedBinaryPValue } from '../../src/statistics/exact-noninferiority.ts';
import type { pairedT } from '../../src/statistics/paired-t.ts';
import type { passingRegion } from '../../src/statistics/provable-margin.ts';
import type { alphaOf, isSignificant } from '../../src/statistics/significance.ts';
import type { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

/**
 * The code whose promises are measured. It is handed in: `npm run simulate` measures the build, the tests measure the
 * source, and a test can hand in a broken one to see that it is found out.
 */
export interface Shipped {
  alphaOf: typeof alphaOf;
  answerDifference: typeof answerDifference;
  answerMean: typeof answerMean;
  answerP95: typeof answerP95;
  chanceOfDifference: typeof chanceOfDifference;
  chanceOfPassingTable: typeof chanceOfPassingTable;
  flipsToCome: typeof flipsToCome;
  confidenceOfAttempt: typeof confidenceOfAttempt;
  isSignificant: typeof isSignificant;
  leastChance: number;
  lookCounts: typeof lookCounts;
  pairedBinaryPValue: typeof pairedBinaryPValue;
  passingRegion: typeof passingRegion;
  /** No gate uses it: it stands for what other tools do. */
  pairedT: typeof pairedT;
  worstCaseLowerBound: typeof worstCaseLowerBound;
}

/** What every gate here is asked at. */
export const confidence = 0.95;
export const alpha = 0.05;
