import { flippedPairs } from '../paired-values.ts';
import { confidence } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import type { Measure } from './section.ts';

const margin = 0.05;
const runs = [20, 58, 59, 100, 300].flatMap((cases) => [
  { cases, flips: 0 },
  ...(cases === 58 || cases === 59 ? [] : [{ cases, flips: 0.1 }]),
]);

/** What runs of several sizes prove: nothing flipped, or one case in ten, as often for the better as for the worse. */
export const measureExample: Measure = (shipped) => ({
  title: 'What an unchanged prompt proves at a margin of 5 points',
  lines: tableLines([
    ['cases', 'better', 'worse', 'drops ruled out above', 'verdict'],
    ...runs.map(({ cases, flips }) => {
      const each = (cases * flips) / 2;
      const pairs = flippedPairs(each, each, cases);
      const { interval, proven } = shipped.answerDifference(pairs, {
        confidence,
        threshold: -margin,
        relative: null,
      });
      return [
        String(cases),
        String(each),
        String(each),
        percent(-(interval?.low ?? Number.NaN)),
        proven === 'above' ? 'pass' : proven === 'below' ? 'fail' : 'inconclusive',
      ];
    }),
  ]),
  claims: [],
});
