import { describe, expect, it } from 'vitest';
import { binaryDeviation, neededCases } from '../../src/statistics/needed-cases.ts';
import { casesByNormal, casesByT, powerOfNonInferiority } from '../../src/statistics/power-noninferiority.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface Input {
  sdOfDifferences: number;
  margin: number;
  trueDifference: number;
  alpha: number;
  power: number;
  n: number;
}
interface Expected {
  requiredNNormal: number;
  requiredNT: number;
  powerT: number;
}

describeVectors<Input, Expected>('power_noninferiority', ({ input, expected }) => {
  const { sdOfDifferences: sd, margin, trueDifference: difference, alpha, power, n } = input;
  const question = { sd, margin, difference, alpha };
  expect(casesByNormal(question, power)).toBe(expected.requiredNNormal);
  expect(casesByT(question, power)).toBe(expected.requiredNT);
  expectNear(powerOfNonInferiority(question, n), expected.powerT, { abs: 1e-6 });
});

describe('power', () => {
  it('is α when the truth is at the margin', () => {
    for (const cases of [2, 3, 5, 30, 1000]) {
      const power = powerOfNonInferiority({ sd: 0.3, margin: 0.05, difference: -0.05, alpha: 0.05 }, cases);
      expectNear(power, 0.05, { abs: 1e-9 });
    }
  });

  it('needs no count of cases where the truth is at the margin or beyond', () => {
    expect(casesByT({ sd: 0.3, margin: 0.05, difference: -0.05, alpha: 0.05 }, 0.8)).toBeNull();
    expect(powerOfNonInferiority({ sd: 0.3, margin: 0.05, difference: 0, alpha: 0.05 }, 1)).toBe(0);
  });
});

describe('needed cases', () => {
  const question = { sd: 0.3, estimate: 0, threshold: -0.05, confidence: 0.95, gates: 1 };

  it('says "about 980" for 12 better, 14 worse on 300 at a margin of 3 points', () => {
    const sd = binaryDeviation(12, 14, 300);
    expectNear(sd, 0.2943165, { abs: 1e-6 });
    expect(neededCases({ ...question, sd, estimate: -2 / 300, threshold: -0.03 })).toBe(984);
  });

  it.each([
    { why: 'does not count on a gain', change: { estimate: 0.2 }, needed: 223 },
    { why: 'is the same with no difference', change: {}, needed: 223 },
    { why: 'asks for more with more gates', change: { gates: 4 }, needed: 390 },
    { why: 'is never below what an unchanged candidate needs', change: { sd: 0 }, needed: 59 },
    {
      why: 'takes the margin as a share of the range',
      change: { sd: 0, threshold: -5, width: 100 },
      needed: 59,
    },
    { why: 'has no such floor without a range', change: { sd: 0, width: null }, needed: 2 },
    { why: 'has no answer at the margin', change: { estimate: -0.05 }, needed: null },
    { why: 'has no answer beyond it', change: { estimate: -0.07 }, needed: null },
    {
      why: 'counts the whole distance for "better than"',
      change: { estimate: 0.06, threshold: 0.01 },
      needed: 223,
    },
    { why: 'has no answer below "better than"', change: { estimate: 0.005, threshold: 0.01 }, needed: null },
  ])('$why', ({ change, needed }) => expect(neededCases({ ...question, ...change })).toBe(needed));
});
