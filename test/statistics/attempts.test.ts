import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfAny, confidenceOfAttempt, spentBy } from '../../src/statistics/attempts.ts';
import { clopperPearsonLower } from '../../src/statistics/clopper-pearson.ts';
import { exactMinimumCases } from '../../src/statistics/exact-minimum-cases.ts';
import {
  pairedBinaryLowerBound,
  pairedBinaryPValue,
  pairedBinaryUpperBound,
} from '../../src/statistics/exact-noninferiority.ts';
import { minimumCases, minimumCasesForFloor } from '../../src/statistics/minimum-cases.ts';
import { quantileUpperBound } from '../../src/statistics/order-statistic.ts';
import { alphaOf, isSignificant } from '../../src/statistics/significance.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

const alphaOfAttempt = (confidence: number, attempt: number) =>
  alphaOf(confidenceOfAttempt(confidence, attempt));

describe('the α of an attempt', () => {
  it.each([
    [1, 0.05 / 2],
    [2, 0.05 / 6],
    [3, 0.05 / 12],
    [4, 0.05 / 20],
    [5, 0.05 / 30],
  ])('of attempt %i is %f', (attempt, expected) => {
    expect(alphaOfAttempt(0.95, attempt)).toBeCloseTo(expected, 14);
  });

  it('is that of the first where there was none', () => {
    expect(confidenceOfAttempt(0.95, 0)).toBe(confidenceOfAttempt(0.95, 1));
  });

  it('sums up to no more than α, however many attempts there are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 0.9999, noNaN: true, minExcluded: true }),
        fc.integer({ min: 1, max: 3000 }),
        (confidence, attempts) => {
          let sum = 0;
          for (let attempt = 1; attempt <= attempts; attempt++) sum += alphaOfAttempt(confidence, attempt);
          expect(sum).toBeLessThanOrEqual(alphaOf(confidence));
          expect(sum).toBeCloseTo(spentBy(alphaOf(confidence), attempts), 10);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('falls from attempt to attempt', () => {
    for (let attempt = 1; attempt < 200; attempt++) {
      expect(confidenceOfAttempt(0.95, attempt + 1)).toBeGreaterThan(confidenceOfAttempt(0.95, attempt));
      expect(confidenceOfAttempt(0.95, attempt)).toBeLessThan(1);
    }
  });
});

describe('the chance that one of several slips through', () => {
  it.each([
    [0, 0],
    [1, 0.05],
    [5, 0.226],
    [20, 0.642],
    [100, 0.994],
  ])('of %i at 5 %% is %f', (attempts, expected) => {
    expect(chanceOfAny(0.05, attempts)).toBeCloseTo(expected, 3);
  });
});

describe('how many cases the exact test needs where nothing flips', () => {
  it.each([
    [0.95, 59],
    [confidenceOfAttempt(0.95, 1), 75],
    [confidenceOfAttempt(0.95, 2), 111],
    [confidenceOfAttempt(0.95, 3), 134],
  ])('at %f', (confidence, expected) => {
    const proven = (cases: number) =>
      pairedBinaryLowerBound({ wins: 0, losses: 0, cases, confidence, threshold: -0.05 }).proven;
    expect(exactMinimumCases(0.05, confidence)).toBe(expected);
    expect([proven(expected - 1), proven(expected)]).toEqual([false, true]);
  });
});

describe('the methods at the confidences of attempts', () => {
  const attempts = fc.integer({ min: 1, max: 40 });

  it('A: verdict, p value and bound agree', () => {
    const counts = fc
      .integer({ min: 5, max: 60 })
      .chain((cases) =>
        fc.tuple(
          fc.constant(cases),
          fc.integer({ min: 0, max: cases }),
          fc.integer({ min: 0, max: Math.min(cases, 12) }),
        ),
      )
      .filter(([cases, wins, losses]) => wins + losses <= cases);
    fc.assert(
      fc.property(
        counts,
        attempts,
        fc.constantFrom(0.02, 0.1, 0.3),
        ([cases, wins, losses], attempt, margin) => {
          const confidence = confidenceOfAttempt(0.95, attempt);
          const question = { wins, losses, cases, confidence, threshold: -margin };
          const { bound, proven } = pairedBinaryLowerBound(question);
          const pValue = pairedBinaryPValue({ wins, losses, cases, threshold: -margin });
          expect(proven).toBe(isSignificant(pValue, alphaOf(confidence)));
          expect(bound > -margin).toBe(proven);
          expect(bound).toBeLessThanOrEqual((wins - losses) / cases + 1e-9);
          expect(pairedBinaryUpperBound(question).bound).toBeGreaterThanOrEqual(
            (wins - losses) / cases - 1e-9,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a bound is never nearer at a later attempt', () => {
    const values = Array.from({ length: 30 }, (_, index) => 0.1 - (index % 5) / 20);
    for (let attempt = 1; attempt < 30; attempt++) {
      const [now, later] = [confidenceOfAttempt(0.95, attempt), confidenceOfAttempt(0.95, attempt + 1)];
      expect(worstCaseLowerBound(values, -1, later)).toBeLessThan(worstCaseLowerBound(values, -1, now));
      expect(clopperPearsonLower(28, 30, later)).toBeLessThan(clopperPearsonLower(28, 30, now));
      const bound = (confidence: number) =>
        pairedBinaryLowerBound({ wins: 3, losses: 2, cases: 40, confidence, threshold: -0.05 }).bound;
      // To the digits that the bisection looks for.
      expect(bound(later)).toBeLessThanOrEqual(bound(now) + 1e-8);
    }
  });

  it.each([
    // The smallest n with 0.95ⁿ ≤ α.
    [1, 72],
    [2, 94],
    [3, 107],
    [4, 117],
  ])(
    'attempt %i needs %i cases for a p95 or a floor of 0.95, and never fewer where nothing flips',
    (attempt, needed) => {
      const confidence = confidenceOfAttempt(0.95, attempt);
      expect(minimumCases(0.05, confidence)).toBe(needed);
      expect(minimumCasesForFloor(0.95, confidence)).toBe(needed);
      const ranks = (count: number) => Array.from({ length: count }, (_, index) => index);
      expect(quantileUpperBound(ranks(needed), 0.95, confidence)).toBe(needed - 1);
      expect(quantileUpperBound(ranks(needed - 1), 0.95, confidence)).toBeNull();
    },
  );
});
