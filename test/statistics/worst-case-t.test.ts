import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  worstCaseLowerBound,
  worstCasePValue,
  worstCaseUpperBound,
} from '../../src/statistics/worst-case-t.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface Input {
  differences: number[];
  worst: number;
  best: number;
  margin: number;
  confidence: number;
}
interface Expected {
  lowerOneSided: number;
  upperOneSided: number;
  pNonInferior: number;
}
// The references' own t quantile is off by up to 5e-9 of itself (30 degrees of freedom: 1.69726089436 for
// 1.69726088659), which one of the bounds multiplies to 1.2e-8.
const tolerance = { rel: 1.3e-8, abs: 1e-10 };

describeVectors<Input, Expected>('worst_case_t', ({ input, expected }) => {
  const { differences, worst, best, margin, confidence } = input;
  expectNear(worstCaseLowerBound(differences, worst, confidence), expected.lowerOneSided, tolerance);
  expectNear(worstCaseUpperBound(differences, best, confidence), expected.upperOneSided, tolerance);
  expectNear(worstCasePValue(differences, worst, -margin), expected.pNonInferior, tolerance);
});

describe('with next to no evidence', () => {
  it.each([
    { values: [], lower: -1, upper: 1 },
    { values: [0], lower: -1, upper: 1 },
    { values: [-1], lower: -1, upper: 1 },
    { values: [1], lower: -1, upper: 1 },
    { values: [-1, -1, -1], lower: -1, upper: 0.67668 },
  ])('$values lies between $lower and $upper', ({ values, lower, upper }) => {
    expectNear(worstCaseLowerBound(values, -1, 0.95), lower, { abs: 1e-4 });
    expectNear(worstCaseUpperBound(values, 1, 0.95), upper, { abs: 1e-4 });
  });

  it.each([
    { values: [], threshold: -0.5, p: 1 },
    { values: [], threshold: -1.5, p: 0 },
    { values: [-1, -1], threshold: -0.5, p: 1 },
    { values: [-1, -1], threshold: -1.5, p: 0 },
    { values: [-1, -1], threshold: -1, p: 1 },
  ])('p of $values at $threshold is $p', ({ values, threshold, p }) => {
    expect(worstCasePValue(values, -1, threshold)).toBe(p);
  });
});

const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 });
const confidence = fc.constantFrom(0.8, 0.95, 0.99);

describe('laws', () => {
  it('has worst ≤ lower ≤ mean ≤ upper ≤ best, mirrored', () => {
    fc.assert(
      fc.property(values, confidence, (seen, sure) => {
        const mean = seen.length === 0 ? 0 : seen.reduce((sum, value) => sum + value, 0) / seen.length;
        const lower = worstCaseLowerBound(seen, -1, sure);
        const upper = worstCaseUpperBound(seen, 1, sure);
        expect([-1, lower, mean + 1e-12].toSorted((a, b) => a - b)).toEqual([-1, lower, mean + 1e-12]);
        expect([mean - 1e-12, upper, 1].toSorted((a, b) => a - b)).toEqual([mean - 1e-12, upper, 1]);
        const negative = seen.map((value) => -value);
        expectNear(worstCaseUpperBound(negative, 1, sure), -lower, { abs: 0 });
      }),
    );
  });

  it('has a p value below α exactly where the bound exceeds the threshold', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -0.99, max: 0.99, noNaN: true }), (seen, threshold) => {
        const bound = worstCaseLowerBound(seen, -1, 0.95);
        const p = worstCasePValue(seen, -1, threshold);
        fc.pre(Math.abs(p - 0.05) > 1e-9);
        expect(p < 0.05).toBe(bound > threshold);
      }),
    );
  });
});
