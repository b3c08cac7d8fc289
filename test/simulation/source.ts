import type { Shipped } from '../../bench/simulate/shipped.ts';
import { chanceOfDifference } from '../../src/comparison/chance-of-difference.ts';
import { answerDifference } from '../../src/comparison/difference.ts';
import { answerMean, answerP95 } from '../../src/comparison/limit.ts';
import { leastChance } from '../../src/gates/stop-early.ts';
import { lookCounts } from '../../src/runner/case-order.ts';
import { confidenceOfAttempt } from '../../src/statistics/attempts.ts';
import { chanceOfPassingTable, flipsToCome } from '../../src/statistics/conditional-power.ts';
import { pairedBinaryPValue } from '../../src/statistics/exact-noninferiority.ts';
import { pairedT } from '../../src/statistics/paired-t.ts';
import { passingRegion } from '../../src/statistics/provable-margin.ts';
import { alphaOf, isSignificant } from '../../src/statistics/significance.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

/** What the simulation measures, from the source; `npm run simulate` takes the same from the build. */
export const source: Shipped = {
  answerDifference,
  answerMean,
  answerP95,
  chanceOfDifference,
  chanceOfPassingTable,
  flipsToCome,
  alphaOf,
  confidenceOfAttempt,
  isSignificant,
  leastChance,
  lookCounts,
  pairedBinaryPValue,
  passingRegion,
  pairedT,
  worstCaseLowerBound,
};
