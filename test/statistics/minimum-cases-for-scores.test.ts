import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  minimumCasesForShare,
  smallestProvableShare,
} from '../../src/statistics/minimum-cases-for-scores.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';

const confidences = fc.constantFrom(0.8, 0.9, 0.95, 0.99);

it('is what the bound of method B comes to over equal values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), confidences, (cases, confidence) => {
      const bound = worstCaseLowerBound(Array(cases).fill(0), -1, confidence);
      expect(bound).toBeCloseTo(-Math.min(1, smallestProvableShare(cases, confidence)), 12);
    }),
  );
});

it('needs exactly as many cases as prove the share', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), confidences, (share, confidence) => {
      const cases = minimumCasesForShare(share, confidence);
      expect(smallestProvableShare(cases, confidence)).toBeLessThanOrEqual(share);
      expect(smallestProvableShare(cases - 1, confidence)).toBeGreaterThan(share);
    }),
  );
});

it.each([
  [1, 1],
  [1.5, 1],
  [0, Number.POSITIVE_INFINITY],
  [-0.1, Number.POSITIVE_INFINITY],
])('of a share of %d is %d', (share, cases) => {
  expect(minimumCasesForShare(share, 0.95)).toBe(cases);
});

it('proves nothing without cases', () => {
  expect(smallestProvableShare(0, 0.95)).toBe(Number.POSITIVE_INFINITY);
});
