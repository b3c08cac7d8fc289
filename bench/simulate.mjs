// npm run simulate [-- --draws 10000 --cases 20,50,100]
// Measures again, from the build that is shipped, what the gates promise; exits 1 where a promise is broken.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';
import { chanceOfDifference } from '../dist/comparison/chance-of-difference.js';
import { answerDifference } from '../dist/comparison/difference.js';
import { answerMean, answerP95 } from '../dist/comparison/limit.js';
import { leastChance } from '../dist/gates/stop-early.js';
import { lookCounts } from '../dist/runner/case-order.js';
import { confidenceOfAttempt } from '../dist/statistics/attempts.js';
import { chanceOfPassingTable, flipsToCome } from '../dist/statistics/conditional-power.js';
import { pairedBinaryPValue } from '../dist/statistics/exact-noninferiority.js';
import { pairedT } from '../dist/statistics/paired-t.js';
import { passingRegion } from '../dist/statistics/provable-margin.js';
import { alphaOf, isSignificant } from '../dist/statistics/significance.js';
import { worstCaseLowerBound } from '../dist/statistics/worst-case-t.js';

const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '10000' },
    cases: { type: 'string', default: '20,50,100,300,1000' },
  },
});

const shipped = {
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
// Node 20 runs no TypeScript by itself. Only the simulation is loaded this way; what it measures is the build.
const jiti = createJiti(import.meta.url, { fsCache: false });
const { simulate } = await jiti.import(fileURLToPath(new URL('./simulate/simulate.ts', import.meta.url)));
const effort = { draws: Number(values.draws), caseCounts: values.cases.split(',').map(Number) };
process.exitCode = simulate(shipped, effort, (line) => console.log(line)) ? 0 : 1;
