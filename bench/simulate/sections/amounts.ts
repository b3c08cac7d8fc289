import { promotionRate } from '../measures/monte-carlo.ts';
import { type cost, latency } from '../paired-values.ts';
import { percent, tableLines } from '../table.ts';
import { oneInAHundred, onlyRareAnswers, ordinaryAmounts } from '../worlds/amounts.ts';
import type { World } from '../worlds/world.ts';
import type { Measure } from './section.ts';

const limit = 0.1;
const counts = [20, 100, 300];
const noises = [0.1, 0.3, 0.6];
const times = [3, 10, 20];
const quiet = 0.1;

/** Methods C and D promise nothing, so that there is nothing to break: the worlds are printed as they are. */
export const measureAmounts = (metric: typeof cost | typeof latency): Measure => {
  const worlds: World[] = [
    ...noises.map((noise) => ordinaryAmounts(metric, limit, noise)),
    ...times.map((factor) => oneInAHundred(metric, limit, quiet, factor)),
    ...times.map((factor) => onlyRareAnswers(metric, limit, quiet, factor)),
  ];
  const title =
    metric === latency
      ? 'C. Typical latency (geometric mean), true increase 10 %, allowed 10 %'
      : 'D. Cost, true increase 10 %, allowed 10 %';
  return (shipped, { draws }) => ({
    title: `${title}, ${draws} draws: false promotion. No bound is claimed`,
    lines: [
      ...tableLines([
        ['', ...counts.map((cases) => `n=${cases}`)],
        ...worlds.map((world) => [
          world.name,
          ...counts.map((cases) =>
            percent(promotionRate(shipped, world, { cases, repeats: 1, margin: limit, draws })),
          ),
        ]),
        [
          'for comparison: not one of 1 in 100 is in the run',
          ...counts.map((cases) => percent(0.99 ** cases)),
        ],
      ]),
      '',
      'So a rule on every trial (max) sees it only in the other runs.',
    ],
    claims: [],
  });
};
