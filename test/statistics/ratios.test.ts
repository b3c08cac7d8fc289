import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRatioBounds, logRatioPWithin } from '../../src/statistics/log-ratio.ts';
import { ratioOfTotals, ratioOfTotalsPWithin } from '../../src/statistics/ratio-of-totals.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface LatencyInput {
  stableMs: number[];
  candidateMs: number[];
  maxIncrease: number;
  confidence: number;
}
interface LatencyExpected {
  geometricMeanRatio: number;
  upperOneSided: number;
  lowerOneSided: number;
  pWithin: number;
}

describeVectors<LatencyInput, LatencyExpected>('latency_log_ratio', ({ input, expected }) => {
  const differences = input.candidateMs.map(
    (latency, index) => Math.log(latency) - Math.log(input.stableMs[index] ?? Number.NaN),
  );
  const bounds = logRatioBounds(differences, input.confidence);
  expectNear(bounds?.ratio ?? Number.NaN, expected.geometricMeanRatio, { rel: 1e-8 });
  expectNear(bounds?.low ?? Number.NaN, expected.lowerOneSided, { rel: 1e-8 });
  expectNear(bounds?.high ?? Number.NaN, expected.upperOneSided, { rel: 1e-8 });
  const pWithin = logRatioPWithin(differences, input.maxIncrease);
  expectNear(pWithin ?? Number.NaN, expected.pWithin, { rel: 1e-8 });
});

describe('logRatioBounds', () => {
  it.each([[[]], [[0.3]]])('says nothing of %j', (differences) => {
    expect(logRatioBounds(differences, 0.95)).toBeNull();
    expect(logRatioPWithin(differences, 0.1)).toBeNull();
  });

  it('takes equal differences at their word', () => {
    expect(logRatioBounds([0, 0, 0], 0.95)).toEqual({ ratio: 1, low: 1, high: 1 });
    expect(logRatioPWithin([0, 0, 0], 0.1)).toBe(0);
    expect(logRatioPWithin([0, 0, 0], 0)).toBe(1);
  });
});

interface CostInput {
  stable: number[];
  candidate: number[];
  maxIncrease: number;
  confidence: number;
}
interface CostExpected {
  ratio: number;
  pWithin: number;
  upperOneSided: number;
  lowerOneSided: number;
}

describeVectors<CostInput, CostExpected>('cost_ratio', ({ input, expected }) => {
  const bounds = ratioOfTotals(input.stable, input.candidate, input.confidence);
  expectNear(bounds?.ratio ?? Number.NaN, expected.ratio, { rel: 1e-7 });
  expectNear(bounds?.low ?? Number.NaN, expected.lowerOneSided, { rel: 1e-7 });
  expectNear(bounds?.high ?? Number.NaN, expected.upperOneSided, { rel: 1e-7 });
  const pWithin = ratioOfTotalsPWithin(input.stable, input.candidate, input.maxIncrease);
  expectNear(pWithin ?? Number.NaN, expected.pWithin, { rel: 1e-7 });
});

describe('ratioOfTotals', () => {
  it('is 1 where both sides are free', () => {
    expect(ratioOfTotals([0, 0, 0], [0, 0, 0], 0.95)).toEqual({ ratio: 1, low: 1, high: 1 });
    expect(ratioOfTotalsPWithin([0, 0, 0], [0, 0, 0], 0.1)).toBe(0);
    expect(ratioOfTotalsPWithin([0, 0, 0], [0, 0, 0], 0)).toBe(1);
  });

  it.each([
    { why: 'the baseline was free', baseline: [0, 0], candidate: [1, 2] },
    { why: 'there is one case', baseline: [1], candidate: [1] },
    { why: 'there is no case', baseline: [], candidate: [] },
  ])('says nothing where $why', ({ baseline, candidate }) => {
    expect(ratioOfTotals(baseline, candidate, 0.95)).toBeNull();
    expect(ratioOfTotalsPWithin(baseline, candidate, 0.1)).toBeNull();
  });

  it('gives both bounds exactly where the pairs are in proportion', () => {
    const bounds = ratioOfTotals([0.005, 0.006, 0.007], [0.0075, 0.009, 0.0105], 0.95);
    for (const value of Object.values(bounds ?? {})) expectNear(value, 1.5, { rel: 1e-12 });
    expect(ratioOfTotals([2, 2, 2], [3, 3, 3], 0.95)).toEqual({ ratio: 1.5, low: 1.5, high: 1.5 });
  });

  it('has no upper bound, and proves nothing, where the baseline is not surely above zero', () => {
    const bounds = ratioOfTotals([0, 0, 5], [0.1, 0, 1.9], 0.95);
    expectNear(bounds?.ratio ?? Number.NaN, 0.4, { rel: 1e-12 });
    expect(bounds?.high).toBe(Number.POSITIVE_INFINITY);
    expect(bounds?.low).toBe(0);
    expect(ratioOfTotalsPWithin([0, 0, 5], [0.1, 0, 1.9], 1000)).toBeGreaterThan(0.05);
  });

  it('keeps its lower bound where the set is unbounded above', () => {
    // The candidate surely costs something, so a ratio near 0 is excluded even here.
    const bounds = ratioOfTotals([0, 0, 5], [10, 10.1, 9.9], 0.95);
    expect(bounds?.high).toBe(Number.POSITIVE_INFINITY);
    expect(bounds?.low).toBeGreaterThan(0.5);
    expect(bounds?.low).toBeLessThanOrEqual(bounds?.ratio ?? 0);
  });

  it('refuses sides of different length', () => {
    expect(() => ratioOfTotals([1, 2], [1], 0.95)).toThrow(RangeError);
  });

  const amount = fc.integer({ min: 0, max: 2000 }).map((count) => count / 1000);
  const pairs = fc.array(fc.tuple(amount, amount), { minLength: 2, maxLength: 25 });

  it('has low ≤ ratio ≤ high, and proves exactly what the bound shows', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 3, noNaN: true }), (both, limit) => {
        const baseline = both.map(([before]) => before);
        const candidate = both.map(([, after]) => after);
        const bounds = ratioOfTotals(baseline, candidate, 0.95);
        const p = ratioOfTotalsPWithin(baseline, candidate, limit);
        if (bounds === null || p === null) return expect([bounds, p]).toEqual([null, null]);
        expect(bounds.low).toBeLessThanOrEqual(bounds.ratio * (1 + 1e-12));
        expect(bounds.high).toBeGreaterThanOrEqual(bounds.ratio * (1 - 1e-12));
        fc.pre(Math.abs(p - 0.05) > 1e-7 && Math.abs(bounds.high - 1 - limit) > 1e-9);
        expect(p < 0.05).toBe(bounds.high < 1 + limit);
      }),
    );
  });
});
