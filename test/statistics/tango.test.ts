import { describe, expect, it } from 'vitest';
import { normalUpperTail } from '../../src/statistics/normal.ts';
import { tangoLowerBound, tangoStatistic, tangoUpperBound } from '../../src/statistics/tango.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface Input {
  losses: number;
  wins: number;
  n: number;
  confidence: number;
  margin: number;
}
interface Expected {
  lower: number;
  upper: number;
  zAtMinusMargin: number;
  pNonInferior: number;
}

describeVectors<Input, Expected>('tango_paired', ({ input, expected }) => {
  const { wins, losses, n: cases, confidence, margin } = input;
  const oneSided = (1 + confidence) / 2;
  const z = tangoStatistic(wins, losses, cases, -margin);
  expectNear(tangoLowerBound({ wins, losses, cases }, oneSided), expected.lower, { abs: 1e-7 });
  expectNear(tangoUpperBound({ wins, losses, cases }, oneSided), expected.upper, { abs: 1e-7 });
  expectNear(z, expected.zAtMinusMargin, { abs: 1e-7 });
  expectNear(normalUpperTail(z), expected.pNonInferior, { abs: 1e-7 });
});

describe('tangoStatistic without any variance', () => {
  it.each([
    { wins: 0, losses: 0, difference: 0, z: 0 },
    { wins: 2, losses: 1, difference: -1, z: Number.POSITIVE_INFINITY },
    { wins: 0, losses: 5, difference: -1, z: 0 },
    { wins: 4, losses: 1, difference: 1, z: Number.NEGATIVE_INFINITY },
    { wins: 5, losses: 0, difference: 1, z: 0 },
  ])('$wins wins, $losses losses of 5 at $difference: $z', ({ wins, losses, difference, z }) => {
    expect(tangoStatistic(wins, losses, 5, difference)).toBe(z);
  });
});
