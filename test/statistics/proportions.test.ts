import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clopperPearsonInterval,
  clopperPearsonLower,
  clopperPearsonUpper,
} from '../../src/statistics/clopper-pearson.ts';
import { mcnemar } from '../../src/statistics/mcnemar.ts';
import {
  highestProvableFloor,
  minimumCases,
  minimumCasesForFloor,
  smallestProvableMargin,
} from '../../src/statistics/minimum-cases.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface CountInput {
  successes: number;
  n: number;
  confidence: number;
}
interface CountExpected {
  lower: number;
  upper: number;
  lowerOneSided: number;
  upperOneSided: number;
}

describeVectors<CountInput, CountExpected>('clopper_pearson', ({ input, expected }) => {
  const { successes, n, confidence } = input;
  const interval = clopperPearsonInterval(successes, n, confidence);
  expectNear(interval.low, expected.lower, { abs: 1e-9 });
  expectNear(interval.high, expected.upper, { abs: 1e-9 });
  expectNear(clopperPearsonLower(successes, n, confidence), expected.lowerOneSided, { abs: 1e-9 });
  expectNear(clopperPearsonUpper(successes, n, confidence), expected.upperOneSided, { abs: 1e-9 });
});

describe('Clopper–Pearson', () => {
  it('says "0 of 300: true rate below 1.0 %"', () => {
    expectNear(clopperPearsonUpper(0, 300, 0.95), 0.00993608, { abs: 1e-8 });
  });

  it('knows nothing of no cases', () => {
    expect(clopperPearsonInterval(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  });

  it('mirrors itself, contains the share seen, and rises with successes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (n, some) => {
        const successes = some % n;
        const low = clopperPearsonLower(successes, n, 0.95);
        expectNear(clopperPearsonUpper(n - successes, n, 0.95), 1 - low, { abs: 1e-12 });
        expect(low).toBeLessThanOrEqual(successes / n);
        expect(clopperPearsonLower(successes + 1, n, 0.95)).toBeGreaterThan(low);
      }),
    );
  });
});

describeVectors<{ margin: number; alpha: number }, { minN: number }>('min_cases', ({ input, expected }) => {
  expect(minimumCases(input.margin, 1 - input.alpha)).toBe(expected.minN);
});

describe('minimum cases', () => {
  it.each([
    { margin: 0, needs: Number.POSITIVE_INFINITY },
    { margin: -0.1, needs: Number.POSITIVE_INFINITY },
    { margin: 1, needs: 1 },
    { margin: 3, needs: 1 },
  ])('a margin of $margin needs $needs', ({ margin, needs }) => {
    expect(minimumCases(margin, 0.95)).toBe(needs);
  });

  it('counts a margin that is met exactly, however the logarithms round', () => {
    for (const tenths of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      for (const cases of [1, 2, 3, 4, 5, 6]) {
        const share = tenths / 10;
        expect(minimumCases(1 - share, 1 - share ** cases), `${share} to the ${cases}`).toBe(cases);
      }
    }
  });

  it.each([
    { floor: 0, needs: 1 },
    { floor: 0.8, needs: 14 },
    { floor: 0.95, needs: 59 },
    { floor: 1, needs: Number.POSITIVE_INFINITY },
  ])('a floor of $floor needs $needs', ({ floor, needs }) => {
    expect(minimumCasesForFloor(floor, 0.95)).toBe(needs);
  });

  it('is the inverse of what can be proven', () => {
    expectNear(smallestProvableMargin(120, 0.95), 0.0246555, { abs: 1e-7 });
    expect([smallestProvableMargin(0, 0.95), highestProvableFloor(0, 0.95)]).toEqual([1, 0]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (cases) => {
        const margin = smallestProvableMargin(cases, 0.95);
        expect(minimumCases(margin * (1 + 1e-9), 0.95)).toBe(cases);
        expect(minimumCases(margin * (1 - 1e-9), 0.95)).toBe(cases + 1);
        expectNear(highestProvableFloor(cases, 0.95), 1 - margin, { abs: 1e-12 });
        expectNear(clopperPearsonLower(cases, cases, 0.95), 1 - margin, { abs: 1e-12 });
      }),
    );
  });
});

interface McNemarExpected {
  pExactTwoSided: number;
  pMidTwoSided: number;
  pExactWorse: number;
}

describeVectors<{ losses: number; wins: number }, McNemarExpected>('mcnemar', ({ input, expected }) => {
  const { wins, losses } = input;
  const test = mcnemar({ wins, losses });
  expectNear(test.pWorse, expected.pExactWorse, { abs: 1e-10 });
  expectNear(test.pTwoSided, expected.pExactTwoSided, { abs: 1e-10 });
  expectNear(test.pMidTwoSided, expected.pMidTwoSided, { abs: 1e-10 });
});
