import type { Claim } from '../claim.ts';
import { tablesOfGate } from '../measures/exact-gate.ts';
import { promotionRate, promotionRateOfPooledRepeats } from '../measures/monte-carlo.ts';
import { chanceToPass } from '../sums.ts';
import { percent, tableLines } from '../table.ts';
import { brokenForGood, flakyShares, unchangedFlaky, worseFlaky } from '../worlds/flaky.ts';
import { scoreBound } from './scores.ts';
import type { Measure } from './section.ts';

const margin = 0.05;
const cases = 100;
const repeats = 5;
/** An unchanged prompt with flaky cases has to pass this often. */
export const promisedPower = 0.8;

export const measureRepeats: Measure = (shipped, { draws }) => {
  const pooledTables = tablesOfGate(shipped, cases * repeats, margin);
  const found = [unchangedFlaky(), ...worseFlaky(margin), brokenForGood(margin)].map((world, index) => ({
    name: index === 0 ? 'unchanged' : `5 points worse: ${world.name}`,
    isUnchanged: index === 0,
    clustered: promotionRate(shipped, world, { cases, repeats, margin, draws }),
    pooled: promotionRateOfPooledRepeats(pooledTables, world, { cases, repeats, draws }),
  }));
  return {
    title: `Repeats as clusters: ${cases} cases × ${repeats} repeats, margin 5 %, 75 % solid, 15 % flaky, 10 % broken, ${draws} draws`,
    lines: tableLines([
      ['chance to promote', 'prompteval', 'each repeat taken for a case'],
      ...found.map(({ name, clustered, pooled }) => [name, percent(clustered), percent(pooled)]),
    ]),
    claims: found.map(
      ({ name, isUnchanged, clustered }): Claim => ({
        what: `repeats, ${name}`,
        rate: clustered,
        draws,
        ...(isUnchanged ? { atLeast: promisedPower } : { atMost: scoreBound }),
      }),
    ),
  };
};

/** How much repeats help against flaky cases. */
export const measurePowerOfRepeats: Measure = (shipped, { draws }) => {
  const flips = flakyShares.flaky / 4;
  const single = chanceToPass(tablesOfGate(shipped, cases, margin), { win: flips, loss: flips });
  const more = [3, 5, 10].map((count) => ({
    count,
    rate: promotionRate(shipped, unchangedFlaky(), { cases, repeats: count, margin, draws }),
  }));
  return {
    title: `Repeats: chance that an unchanged prompt passes on ${cases} such cases, margin 5 %`,
    lines: tableLines([
      ['repeats', 'chance to promote'],
      ['1', `${percent(single)} (exact sum)`],
      ...more.map(({ count, rate }) => [String(count), percent(rate)]),
    ]),
    claims: [],
  };
};
