import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pairedBinaryLowerBound,
  pairedBinaryPValue,
  pairedBinaryUpperBound,
} from '../../src/statistics/exact-noninferiority.ts';
import { type PairedCounts, tangoStatistic } from '../../src/statistics/tango.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface Input {
  losses: number;
  wins: number;
  n: number;
  margin: number;
  alpha: number;
}
interface Expected {
  pNonInferior: number;
  pWorseThanMargin: number;
  lowerOneSided95: number;
  verdict: string;
}

describeVectors<Input, Expected>('exact_ni', ({ input, expected }) => {
  const { wins, losses, n: cases, margin, alpha } = input;
  const question = { wins, losses, cases, confidence: 1 - alpha, threshold: -margin };
  const lower = pairedBinaryLowerBound(question);
  const upper = pairedBinaryUpperBound(question);
  expectNear(lower.pValue ?? Number.NaN, expected.pNonInferior, { abs: 1e-5 });
  expectNear(upper.pValue ?? Number.NaN, expected.pWorseThanMargin, { abs: 1e-5 });
  expectNear(lower.bound, expected.lowerOneSided95, { abs: 2e-4 });
  expect(lower.proven ? 'pass' : upper.proven ? 'fail' : 'inconclusive').toBe(expected.verdict);
});

const at95 = (losses: number, wins: number, cases: number, threshold?: number) => {
  const question = { losses, wins, cases, confidence: 0.95, threshold };
  return { lower: pairedBinaryLowerBound(question), upper: pairedBinaryUpperBound(question) };
};

describe('the examples that the design names', () => {
  it('rules out drops above 13.9 points when 20 cases show no flip', () => {
    expectNear(at95(0, 0, 20).lower.bound, -0.139108341, { abs: 1e-8 });
  });

  it.each([1, 2, 3, 20, 59, 149, 1000])('is −(1 − α^(1/n)) with no flips in %i cases', (cases) => {
    expectNear(at95(0, 0, cases).lower.bound, 0.05 ** (1 / cases) - 1, { abs: 2e-9 });
  });

  it.each([
    { cases: 148, margin: 0.02, proven: false },
    { cases: 149, margin: 0.02, proven: true },
    { cases: 58, margin: 0.05, proven: false },
    { cases: 59, margin: 0.05, proven: true },
  ])('$cases cases without a flip at a margin of $margin: $proven', ({ cases, margin, proven }) => {
    expect(at95(0, 0, cases, -margin).lower.proven).toBe(proven);
  });

  it('needs fewer cases with one win', () => expect(at95(0, 1, 119, -0.02).lower.proven).toBe(true));

  it.each([
    { losses: 8, wins: 9, side: 'lower' as const, bound: -0.0208 },
    { losses: 14, wins: 12, side: 'lower' as const, bound: -0.0365 },
    { losses: 30, wins: 8, side: 'upper' as const, bound: -0.0391 },
  ])('$losses losses and $wins wins in 300: $side $bound', ({ losses, wins, side, bound }) => {
    expectNear(at95(losses, wins, 300)[side].bound, bound, { abs: 5e-5 });
  });
});

describe('at the edges', () => {
  it('excludes nothing when every case was lost, nor on the other side when every case was won', () => {
    expect(at95(7, 0, 7).lower.bound).toBe(-1);
    expect(at95(0, 7, 7).upper.bound).toBe(1);
  });

  it('knows one case for what it is', () => {
    // A single win: P(win) = (1 + D)/2 at most, so D ≤ −0.9 is rejected at 5 %.
    expectNear(at95(0, 1, 1).lower.bound, -0.9, { abs: 1e-8 });
    expectNear(at95(0, 0, 1).lower.bound, -0.95, { abs: 1e-8 });
  });

  it.each([
    { threshold: -1.5, lower: true, upper: false },
    { threshold: 1, lower: false, upper: true },
    { threshold: 1.5, lower: false, upper: true },
  ])('a threshold of $threshold needs no evidence', ({ threshold, lower, upper }) => {
    const answer = at95(1, 2, 10, threshold);
    expect([answer.lower.proven, answer.upper.proven]).toEqual([lower, upper]);
  });

  it('proves "better than" only by its wins', () => {
    expect(at95(0, 0, 5000, 0).lower.proven).toBe(false);
    expect(at95(0, 20, 100, 0.1).lower.proven).toBe(true);
    expect(at95(0, 12, 100, 0.1).lower.proven).toBe(false);
  });

  it('lets a p value of exactly α prove', () => {
    const answer = pairedBinaryLowerBound({
      wins: 0,
      losses: 0,
      cases: 3,
      confidence: 0.875,
      threshold: -0.5,
    });
    expectNear(answer.pValue ?? Number.NaN, 0.125, { rel: 1e-12 });
    expect(answer.proven).toBe(true);
    expect(answer.bound).toBeGreaterThan(-0.5);
  });

  it.each([
    { wins: 3, losses: 3, cases: 5 },
    { wins: -1, losses: 0, cases: 5 },
    { wins: 0.5, losses: 0, cases: 5 },
    { wins: 0, losses: 0, cases: 0 },
  ])('refuses $wins wins and $losses losses in $cases cases', (counts) => {
    expect(() => pairedBinaryLowerBound({ ...counts, confidence: 0.95 })).toThrow(RangeError);
    expect(() => pairedBinaryPValue({ ...counts, threshold: 0 })).toThrow(RangeError);
  });

  it.each([0, 1, 95, Number.NaN])('refuses a confidence of %d', (confidence) => {
    expect(() => pairedBinaryLowerBound({ wins: 1, losses: 1, cases: 5, confidence })).toThrow(RangeError);
  });
});

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function tableProbability({ wins, losses, cases }: PairedCounts, win: number, loss: number): number {
  const same = cases - wins - losses;
  const ways = factorial(cases) / (factorial(wins) * factorial(losses) * factorial(same));
  return ways * win ** wins * loss ** losses * Math.max(0, 1 - win - loss) ** same;
}

function everyTable(cases: number): PairedCounts[] {
  const counts = Array.from({ length: cases + 1 }, (_, count) => count);
  return counts.flatMap((wins) =>
    counts.filter((losses) => wins + losses <= cases).map((losses) => ({ wins, losses, cases })),
  );
}

/** The definition, word for word: every table, every world of a fine grid. */
function bruteForcePValue(observed: PairedCounts, threshold: number): number {
  const z = (table: PairedCounts) => tangoStatistic(table.wins, table.losses, table.cases, threshold);
  const region = everyTable(observed.cases).filter((table) => z(table) >= z(observed) - 1e-9);
  const least = Math.max(0, threshold);
  const worlds = Array.from(
    { length: 401 },
    (_, step) => least + (((1 + threshold) / 2 - least) * step) / 400,
  );
  return Math.max(
    ...worlds.map((win) =>
      region.reduce((sum, table) => sum + tableProbability(table, win, Math.max(0, win - threshold)), 0),
    ),
  );
}

const table = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((cases) => fc.record({ cases: fc.constant(cases), flips: fc.integer({ min: 0, max: cases }) }))
    .chain(({ cases, flips }) =>
      fc.integer({ min: 0, max: flips }).map((wins) => ({ cases, wins, losses: flips - wins })),
    );
const threshold = fc.double({ min: -0.99, max: 0.99, noNaN: true });
const confidence = fc.constantFrom(0.8, 0.9, 0.95, 0.99);

describe('laws', () => {
  it('agrees with enumerating every table', () => {
    fc.assert(
      fc.property(table(12), threshold, (counts, at) => {
        const expected = bruteForcePValue(counts, at);
        const actual = pairedBinaryPValue({ ...counts, threshold: at });
        // The grid of the enumeration may miss a peak by a little; never the other way round.
        expect(actual).toBeGreaterThanOrEqual(expected - 1e-7);
        expect(actual).toBeLessThanOrEqual(expected + 1e-3);
      }),
    );
  });

  it.each([
    { cases: 12, margin: 0.2 },
    { cases: 25, margin: 0.1 },
    { cases: 20, margin: -0.05 },
  ])('promotes falsely in at most 5 % of $cases-case runs at margin $margin', ({ cases, margin }) => {
    const passing = everyTable(cases).filter(
      (counts) => pairedBinaryPValue({ ...counts, threshold: -margin }) <= 0.05,
    );
    expect(passing.length).toBeGreaterThan(0);
    const least = Math.max(0, -margin);
    for (let step = 0; step <= 50; step++) {
      const win = least + (((1 - margin) / 2 - least) * step) / 50;
      const promoted = passing.reduce((sum, counts) => sum + tableProbability(counts, win, win + margin), 0);
      expect(promoted).toBeLessThanOrEqual(0.05 + 1e-9);
    }
  });

  it('has a p value that falls with wins and rises with losses', () => {
    fc.assert(
      fc.property(table(60), threshold, (counts, at) => {
        const p = pairedBinaryPValue({ ...counts, threshold: at });
        if (counts.wins + counts.losses === counts.cases) return;
        expect(pairedBinaryPValue({ ...counts, wins: counts.wins + 1, threshold: at })).toBeLessThanOrEqual(
          p + 1e-6,
        );
        expect(
          pairedBinaryPValue({ ...counts, losses: counts.losses + 1, threshold: at }),
        ).toBeGreaterThanOrEqual(p - 1e-6);
      }),
    );
  });

  it('has bounds that rise with wins and fall with losses', () => {
    fc.assert(
      fc.property(table(60), confidence, (counts, sure) => {
        if (counts.wins + counts.losses === counts.cases) return;
        const bound = (wins: number, losses: number) =>
          pairedBinaryLowerBound({ wins, losses, cases: counts.cases, confidence: sure }).bound;
        const here = bound(counts.wins, counts.losses);
        // The p value has small steps; of 19,000 random pairs of roots the worst lay 0.008 out of order.
        expect(bound(counts.wins + 1, counts.losses)).toBeGreaterThanOrEqual(here - 0.03);
        expect(bound(counts.wins, counts.losses + 1)).toBeLessThanOrEqual(here + 0.03);
      }),
    );
  });

  it('shows a bound that never contradicts the verdict', () => {
    fc.assert(
      fc.property(table(80), threshold, confidence, (counts, at, sure) => {
        const question = { ...counts, confidence: sure, threshold: at };
        const lower = pairedBinaryLowerBound(question);
        const upper = pairedBinaryUpperBound(question);
        expect(lower.bound > at).toBe(lower.proven);
        expect(upper.bound < at).toBe(upper.proven);
        expect(lower.proven && upper.proven).toBe(false);
      }),
    );
  });

  it('never contradicts itself right at its own bound', () => {
    fc.assert(
      fc.property(table(80), fc.integer({ min: -3, max: 3 }), (counts, nudge) => {
        const at = pairedBinaryLowerBound({ ...counts, confidence: 0.95 }).bound + nudge * 1e-9;
        const { bound, proven } = pairedBinaryLowerBound({ ...counts, confidence: 0.95, threshold: at });
        expect(bound > at).toBe(proven);
        expectNear(bound, at, { abs: 1e-8 });
      }),
    );
  });

  it('has lower ≤ estimate ≤ upper, and the two mirror each other', () => {
    fc.assert(
      fc.property(table(80), confidence, (counts, sure) => {
        const { wins, losses, cases } = counts;
        const lower = pairedBinaryLowerBound({ ...counts, confidence: sure }).bound;
        const upper = pairedBinaryUpperBound({ ...counts, confidence: sure }).bound;
        const estimate = (wins - losses) / cases;
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(lower).toBeLessThanOrEqual(estimate);
        expect(upper).toBeGreaterThanOrEqual(estimate);
        expect(upper).toBeLessThanOrEqual(1);
        const mirror = pairedBinaryUpperBound({ wins: losses, losses: wins, cases, confidence: sure }).bound;
        expectNear(mirror, -lower, { abs: 0 });
      }),
    );
  });
});
