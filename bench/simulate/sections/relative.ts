import type { Claim } from '../claim.ts';
import { promotionRate } from '../measures/monte-carlo.ts';
import { percent, tableLines } from '../table.ts';
import { brokenForGood } from '../worlds/flaky.ts';
import { scoreWorlds } from '../worlds/scores.ts';
import type { World } from '../worlds/world.ts';
import { scoreBound } from './scores.ts';
import type { Measure } from './section.ts';

const margin = 0.05;
const counts = [20, 100, 300];
/** The baseline's true mean in the worlds of scores, in their order. */
const means = [0.6, 0.8, 0.625, 0.9];

/** Worlds in which the candidate's true mean is just (1 − margin) times the baseline's. */
export function relativeWorlds(share: number): World[] {
  const ofScores = means.flatMap((mean, index) => scoreWorlds(share * mean)[index] ?? []);
  // Its baseline is always right.
  return [...ofScores, brokenForGood(share)];
}

/** A margin that is a share of the baseline is tested on candidate − (1 − margin) · baseline, always by method B. */
export const measureRelative: Measure = (shipped, { draws }) => {
  const found = relativeWorlds(margin).map((world) => ({
    name: world.name,
    rates: counts.map((cases) =>
      promotionRate(shipped, world, { cases, repeats: 1, margin, draws, isRelative: true }),
    ),
  }));
  return {
    title: `B. A margin of 5 % of the baseline, ${draws} draws: false promotion when that is the true drop`,
    lines: tableLines([
      ['', ...counts.map((cases) => `n=${cases}`)],
      ...found.map(({ name, rates }) => [name, ...rates.map((rate) => percent(rate))]),
    ]),
    claims: found.flatMap(({ name, rates }) =>
      rates.map(
        (rate, index): Claim => ({
          what: `relative margin, ${name}, ${counts[index]} cases`,
          rate,
          atMost: scoreBound,
          draws,
        }),
      ),
    ),
  };
};
