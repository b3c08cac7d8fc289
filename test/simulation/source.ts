import type { Shipped } from '../../bench/simulate/shipped.ts';
import { answerDifference } from '../../src/comparison/difference.ts';
import { answerMean, answerP95 } from '../../src/comparison/limit.ts';
import { pairedBinaryPValue } from '../../src/statistics/exact-noninferiority.ts';
import { pairedT } from '../../src/statistics/paired-t.ts';
import { isSignificant } from '../../src/statistics/significance.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

/** What the simulation measures, from the source; `npm run simulate` takes the same from the build. */
export const source: Shipped = {
  answerDifference,
  answerMean,
  answerP95,
  isSignificant,
  pairedBinaryPValue,
  pairedT,
  worstCaseLowerBound,
};
