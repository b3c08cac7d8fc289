import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialPmf } from '../../src/statistics/binomial.ts';
import { quantileLowerBound, quantileUpperBound } from '../../src/statistics/order-statistic.ts';
import { quantile } from '../../src/statistics/quantile.ts';
import { describeVectors, expectNear } from './vectors.ts';

describeVectors<{ values: number[]; probs: number[] }, { quantiles: number[] }>(
  'quantile',
  ({ input, expected }) => {
    expect(expected.quantiles).toHaveLength(input.probs.length);
    input.probs.forEach((p, index) => {
      expectNear(quantile(input.values, p) ?? Number.NaN, expected.quantiles[index] ?? Number.NaN, {
        rel: 1e-12,
      });
    });
  },
);

describe('quantile', () => {
  it.each([
    { values: [], p: 0.5, expected: null },
    { values: [4], p: 0.95, expected: 4 },
    { values: [3, 1, 2], p: 0, expected: 1 },
    { values: [3, 1, 2], p: 1, expected: 3 },
    { values: [4, 1, 3, 2], p: 0.5, expected: 2.5 },
  ])('$p of $values is $expected', ({ values, p, expected }) => expect(quantile(values, p)).toBe(expected));

  it('sorts by size and leaves its input alone', () => {
    const values = [100, 20, 3];
    expect(quantile(values, 0.5)).toBe(20);
    expect(values).toEqual([100, 20, 3]);
  });
});

/** 1, 2, … n out of order, for counts that 7 does not divide. */
const ranks = (n: number): number[] => Array.from({ length: n }, (_, index) => ((index * 7) % n) + 1);

describe('order statistic bounds', () => {
  it.each([
    { n: 0, upper: null },
    { n: 58, upper: null },
    { n: 59, upper: 59 },
    // Classical table of nonparametric one-sided tolerance limits, 95 % / 95 %.
    { n: 92, upper: 92 },
    { n: 93, upper: 92 },
    { n: 124, upper: 122 },
    { n: 1000, upper: 962 },
  ])('p95 of $n values is at most rank $upper', ({ n, upper }) => {
    expect(quantileUpperBound(ranks(n), 0.95, 0.95)).toBe(upper);
  });

  it('p95 has a lower bound from one value on, p05 mirrors p95', () => {
    expect(quantileLowerBound([], 0.95, 0.95)).toBeNull();
    expect(quantileLowerBound([7], 0.95, 0.95)).toBe(7);
    expect(quantileLowerBound(ranks(58), 0.05, 0.95)).toBeNull();
    expect(quantileLowerBound(ranks(59), 0.05, 0.95)).toBe(1);
  });

  it('takes the first rank that is sure enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), fc.constantFrom(0.5, 0.9, 0.95), (n, p) => {
        const values = Array.from({ length: n }, (_, index) => index + 1);
        // P(X₍r₎ ≥ quantile) = P(fewer than r values below it)
        let sure = 0;
        let expected: number | null = null;
        for (let rank = 1; rank <= n && expected === null; rank++) {
          sure += binomialPmf(rank - 1, n, p);
          if (sure >= 0.95) expected = rank;
        }
        expect(quantileUpperBound(values, p, 0.95)).toBe(expected);
      }),
    );
  });
});
