import type { Claim } from '../claim.ts';
import { plainTPromotes, worstCollapse } from '../measures/collapses.ts';
import { promotionRate } from '../measures/monte-carlo.ts';
import { percent, tableLines } from '../table.ts';
import { scoreWorlds } from '../worlds/scores.ts';
import type { Measure } from './section.ts';

/**
 * What method B is held to: e^−(1 + 1.6449) = 7.10 %, the limit of its worst rare collapse as cases grow. With n cases that
 * all look the same, the bound is −(1 + t)/(n + 1), and a collapse that frequent is not seen with that chance.
 */
export const scoreBound = Math.exp(-(1 + 1.6448536269514722));

export const collapseCounts = [20, 50, 100, 300, 1000, 5000];
export const depths = [1, 0.9, 0.7, 0.5, 0.3, 0.1, 0.05];
const margin = 0.05;

export const measureCollapses: Measure = (shipped) => {
  const found = collapseCounts.map((cases) => ({
    cases,
    worst: worstCollapse(shipped, cases, depths),
    plain: plainTPromotes(shipped, cases, 0.02),
  }));
  return {
    title: 'B. Scores against rare collapses, by exact sums: worst false promotion over every margin',
    lines: tableLines([
      [
        'cases',
        'at most',
        'worst',
        'at a margin of',
        'depth',
        'collapses seen',
        'a plain t interval, margin 2 %',
      ],
      ...found.map(({ cases, worst, plain }) => [
        String(cases),
        percent(scoreBound, 2),
        percent(worst.rate, 2),
        percent(worst.margin, 2),
        String(worst.depth),
        String(worst.collapses),
        percent(plain),
      ]),
    ]),
    claims: found.map(({ cases, worst }) => ({
      what: `B, rare collapses, ${cases} cases`,
      rate: worst.rate,
      atMost: scoreBound,
    })),
  };
};

export const measureScores: Measure = (shipped, { draws }) => {
  const counts = [20, 100, 300];
  const rates = (drop: number) =>
    scoreWorlds(drop).map((world) => ({
      name: world.name,
      rates: counts.map((cases) => promotionRate(shipped, world, { cases, repeats: 1, margin, draws })),
    }));
  const [same, worse] = [rates(0), rates(margin)];
  return {
    title: `B. Scores in ordinary worlds, margin ${percent(margin, 0)}, ${draws} draws: chance to promote "unchanged / at the limit"`,
    lines: tableLines([
      ['', ...counts.map((cases) => `n=${cases}`)],
      ...worse.map((row, index) => [
        row.name,
        ...row.rates.map((rate, at) => `${percent(same[index]?.rates[at] ?? Number.NaN)} / ${percent(rate)}`),
      ]),
    ]),
    claims: worse.flatMap((row): Claim[] =>
      row.rates.map((rate, at) => ({
        what: `B, ${row.name}, ${counts[at]} cases`,
        rate,
        atMost: scoreBound,
        draws,
      })),
    ),
  };
};
