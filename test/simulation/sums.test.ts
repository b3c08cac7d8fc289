import { describe, expect, it } from 'vitest';
import { findPassingTables, mostLikelyWins } from '../../bench/simulate/passing-tables.ts';
import { binomialTerms, chanceOfAtLeast, chanceOfAtMost, chanceToPass } from '../../bench/simulate/sums.ts';

describe('binomial sums', () => {
  it('are those of a textbook', () => {
    expect(binomialTerms(4, 0.5).map((term) => Math.round(term * 16))).toEqual([1, 4, 6, 4, 1]);
    expect(chanceOfAtMost(1, 10, 0.1)).toBeCloseTo(0.9 ** 10 + 0.9 ** 9, 14);
    expect(chanceOfAtLeast(10, 10, 0.9)).toBeCloseTo(0.9 ** 10, 14);
  });

  it.each([
    [-1, 5, 0.3, 0],
    [5, 5, 0.3, 1],
    [0, 5, 0, 1],
    [3, 5, 1, 0],
    [0, 0, 0.5, 1],
  ])('P(X ≤ %i) of %i at %f is %f', (k, n, p, expected) => {
    expect(chanceOfAtMost(k, n, p)).toBe(expected);
  });
});

describe('the chance to pass', () => {
  const cases = 6;
  const passes = (wins: number, losses: number) => 2 * losses <= wins + 1;
  const flips = { win: 0.3, loss: 0.25 };

  it('is that of every table one by one', () => {
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    let expected = 0;
    for (let wins = 0; wins <= cases; wins++) {
      for (let losses = 0; losses <= cases - wins; losses++) {
        const same = cases - wins - losses;
        const ways = factorial(cases) / (factorial(wins) * factorial(losses) * factorial(same));
        if (passes(wins, losses)) expected += ways * flips.win ** wins * flips.loss ** losses * 0.45 ** same;
      }
    }
    expect(chanceToPass(findPassingTables(cases, passes), flips)).toBeCloseTo(expected, 12);
  });

  it('counts as passing what was not looked at, so that it is never too low', () => {
    const all = chanceToPass(findPassingTables(cases, passes), flips);
    const short = chanceToPass(findPassingTables(cases, passes, 2), flips);
    expect(short).toBeGreaterThan(all);
    expect(chanceToPass(findPassingTables(400, passes, mostLikelyWins(400, flips)), flips)).toBeCloseTo(
      chanceToPass(findPassingTables(400, passes), flips),
      12,
    );
  });
});

describe('passing tables', () => {
  it.each([
    ['nothing passes', () => false, [-1, -1, -1, -1]],
    ['everything passes', () => true, [3, 2, 1, 0]],
    ['no loss may be seen', (_: number, losses: number) => losses === 0, [0, 0, 0, 0]],
    ['a win does harm', (wins: number, losses: number) => losses + wins <= 2, [2, 1, 0, -1]],
    ['a win makes up for two', (wins: number, losses: number) => losses <= 2 * wins - 1, [-1, 1, 1, 0]],
  ])('%s', (_, passes, expected) => {
    expect(findPassingTables(3, passes).mostLosses).toEqual(expected);
  });
});
