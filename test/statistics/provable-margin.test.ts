import { describe, expect, it } from 'vitest';
import { flipsWith, tablesOfGate, worstFalsePromotion } from '../../bench/simulate/measures/exact-gate.ts';
import { promotionRate } from '../../bench/simulate/measures/monte-carlo.ts';
import { chanceToPass } from '../../bench/simulate/sums.ts';
import { flakyShares, unchangedFlaky } from '../../bench/simulate/worlds/flaky.ts';
import {
  chanceToPassUnchanged,
  marginStep,
  passingRegion,
  smallestBinaryMargin,
  smallestScoreMargin,
} from '../../src/statistics/provable-margin.ts';
import { source } from '../simulation/source.ts';
import { expectNear } from './vectors.ts';

const confidence = 0.95;
const power = 0.8;

describe('the tables that method A lets pass', () => {
  // The simulation asks the gate about one table after the other, and adds up by sums of its own.
  it.each([
    { cases: 20, margin: 0.15 },
    { cases: 20, margin: 0.05 },
    { cases: 59, margin: 0.05 },
    { cases: 100, margin: 0.05 },
    { cases: 100, margin: 0.1 },
  ])('are those of the gate: $cases cases, margin $margin', ({ cases, margin }) => {
    const tables = tablesOfGate(source, cases, margin);
    const region = passingRegion(cases, margin, confidence);
    expect([...region].slice(0, tables.mostLosses.length)).toEqual(tables.mostLosses);
    for (const flipShare of [0.02, 0.1, 0.3]) {
      const chance = chanceToPassUnchanged({ cases, margin, confidence, flipShare });
      expectNear(chance, chanceToPass(tables, flipsWith(flipShare, 0)), { abs: 1e-9 });
    }
    expect(worstFalsePromotion({ cases, mostLosses: [...region] }, margin).rate).toBeLessThanOrEqual(0.05);
  });

  it('let an unchanged prompt pass as often as the page on gates says', () => {
    const chance = (cases: number) =>
      chanceToPassUnchanged({ cases, margin: 0.05, confidence, flipShare: 0.1 });
    expect([20, 50, 100, 300].map((cases) => Math.round(100 * chance(cases)))).toEqual([10, 20, 41, 83]);
  });
});

describe('the smallest margin of a pass/fail metric', () => {
  it.each([
    { why: 'nothing flips: 13.9 points, rounded up', cases: 20, flipShare: 0, margin: 0.14 },
    { why: 'nothing flips, one case less than 2 points need', cases: 148, flipShare: 0, margin: 0.025 },
    { why: 'nothing flips, as many as 2 points need', cases: 149, flipShare: 0, margin: 0.02 },
    { why: 'a single case', cases: 1, flipShare: 0, margin: 0.95 },
    { why: 'a single case that flips every other time', cases: 1, flipShare: 0.5, margin: null },
    { why: 'one in twenty flips', cases: 283, flipShare: 0.05, margin: 0.04 },
  ])('$why', ({ cases, flipShare, margin }) => {
    expect(smallestBinaryMargin({ cases, confidence, power, flipShare })).toBe(margin);
  });

  it.each([
    { cases: 20, flipShare: 0.1 },
    { cases: 40, flipShare: 0.1 },
    { cases: 200, flipShare: 0.05 },
    { cases: 100, flipShare: 0.05 },
    { cases: 100, flipShare: 0.4 },
    { cases: 1000, flipShare: 0.1 },
  ])('passes with 80 %, and half a point less does not: $cases cases, $flipShare flips', (world) => {
    const margin = smallestBinaryMargin({ ...world, confidence, power }) ?? Number.NaN;
    const chanceAt = (at: number) => chanceToPassUnchanged({ ...world, confidence, margin: at });
    expect(chanceAt(margin)).toBeGreaterThanOrEqual(power);
    expect(chanceAt(margin - marginStep)).toBeLessThan(power);
  });

  it('needs more for more confidence', () => {
    const at = (sure: number) =>
      smallestBinaryMargin({ cases: 283, confidence: sure, power, flipShare: 0.05 });
    expect(at(0.99)).toBeGreaterThan(at(0.95) ?? Number.NaN);
  });
});

describe('the smallest margin of scores and repeats', () => {
  it('is that of the pseudo case alone where nothing varies', () => {
    const margins = [1, 3, 10].map((repeats) =>
      smallestScoreMargin({ cases: 20, confidence, power, within: 0, repeats }),
    );
    expect(margins).toEqual([0.13, 0.13, 0.13]);
  });

  it('is none where no margin below the whole range would do', () => {
    expect(smallestScoreMargin({ cases: 1, confidence, power, within: 0, repeats: 10 })).toBeNull();
    expect(smallestScoreMargin({ cases: 0, confidence, power, within: 0, repeats: 10 })).toBeNull();
  });

  // The normal approximation is good to about three points of power; half a point of margin is worth six to twenty.
  it.each([
    { cases: 100, repeats: 3 },
    { cases: 100, repeats: 10 },
    { cases: 300, repeats: 3 },
    { cases: 300, repeats: 5 },
  ])('passes with about 80 % in a simulation: $cases cases, $repeats repeats', ({ cases, repeats }) => {
    const within = flakyShares.flaky / 4;
    const margin = smallestScoreMargin({ cases, confidence, power, within, repeats }) ?? Number.NaN;
    const rateAt = (at: number) =>
      promotionRate(source, unchangedFlaky(), { cases, repeats, margin: at, draws: 2000 });
    expect(rateAt(margin)).toBeGreaterThan(power - 0.03);
    expect(rateAt(margin - marginStep)).toBeLessThan(power + 0.03);
  });
});
