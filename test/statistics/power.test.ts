import { describe, expect, it } from 'vitest';
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
