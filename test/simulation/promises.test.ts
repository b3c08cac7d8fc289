import { describe, expect, it } from 'vitest';
import { isBroken, tolerance } from '../../bench/simulate/claim.ts';
import {
  promotionRateOfClusters,
  promotionRateOfPooledCases,
} from '../../bench/simulate/measures/clusters.ts';
import { plainTPromotes, worstCollapse } from '../../bench/simulate/measures/collapses.ts';
import {
  disagreements,
  tablesOfGate,
  worstFalsePromotion,
} from '../../bench/simulate/measures/exact-gate.ts';
import {
  floorPromotes,
  p95Promotes,
  rankOfP95,
  repeatedP95Promotes,
} from '../../bench/simulate/measures/limits.ts';
import { promotionRate, promotionRateOfPooledRepeats } from '../../bench/simulate/measures/monte-carlo.ts';
import { cost, latency } from '../../bench/simulate/paired-values.ts';
import { falsePromotions } from '../../bench/simulate/sections/attempts.ts';
import { relativeWorlds } from '../../bench/simulate/sections/relative.ts';
import { promisedPower } from '../../bench/simulate/sections/repeats.ts';
import { collapseCounts, depths, scoreBound } from '../../bench/simulate/sections/scores.ts';
import type { Shipped } from '../../bench/simulate/shipped.ts';
import { oneInAHundred, onlyRareAnswers, ordinaryAmounts } from '../../bench/simulate/worlds/amounts.ts';
import { unchangedClusters, worseClusters } from '../../bench/simulate/worlds/clusters.ts';
import { brokenForGood, unchangedFlaky, worseFlaky } from '../../bench/simulate/worlds/flaky.ts';
import { scoreWorlds } from '../../bench/simulate/worlds/scores.ts';
import { chanceOfAny } from '../../src/statistics/attempts.ts';
import { normalCdf } from '../../src/statistics/normal.ts';
import { tangoStatistic } from '../../src/statistics/tango.ts';
import { source } from './source.ts';

// The short form of `npm run simulate`: fewer cases, margins and draws. Where a figure comes from draws, its bound is
// widened by three standard errors of that many draws, at the bound: 1.7 points at 7.1 % and 2,000 draws.
const draws = 2000;
const margin = 0.05;

describe('method A, by exact sums', () => {
  it.each([20, 50, 100])('promotes falsely in at most one of twenty runs of %i cases', (cases) => {
    for (const at of [0.02, 0.05, 0.1, 0.15]) {
      const tables = tablesOfGate(source, cases, at);
      const { rate } = worstFalsePromotion(tables, at);
      expect(isBroken({ what: '', rate, atMost: 0.05 }), `${rate} at ${at}`).toBe(false);
      // Not by refusing everything.
      expect(rate).toBeGreaterThan(0.035);
      expect(disagreements(source, tables, at, [0, 3])).toEqual([]);
    }
  });

  it('would notice the score test without its exact p value', () => {
    const approximate: Shipped = {
      ...source,
      pairedBinaryPValue: ({ wins, losses, cases, threshold }) =>
        1 - normalCdf(tangoStatistic(wins, losses, cases, threshold)),
    };
    const tables = tablesOfGate(approximate, 20, 0.08);
    expect(isBroken({ what: '', rate: worstFalsePromotion(tables, 0.08).rate, atMost: 0.05 })).toBe(true);
    expect(disagreements(source, tables, 0.08, [0, 1, 2, 3, 4])).not.toEqual([]);
  });
});

describe('attempts', () => {
  it.each([20, 50])(
    'that are corrected promote at most one of twenty bad candidates in all, by exact sums on %i cases',
    (cases) => {
      const rates = falsePromotions(source, cases, 0.1);
      const all = rates.reduce((sum, rate) => sum + rate, 0);
      expect(rates).toHaveLength(20);
      expect(isBroken({ what: '', rate: all, atMost: 0.05 }), String(all)).toBe(false);
      // Not by refusing everything: the first attempt has half of it.
      expect(rates[0]).toBeGreaterThan(0.015);
    },
  );

  it('that are only counted would promote one of 20 with 64 % at most, and the measure notices', () => {
    const counted: Shipped = { ...source, confidenceOfAttempt: (confidence) => confidence };
    const rates = falsePromotions(counted, 20, 0.1);
    const all = 1 - rates.reduce((none, rate) => none * (1 - rate), 1);
    expect(all).toBeGreaterThan(0.5);
    expect(all).toBeLessThan(chanceOfAny(0.05, 20));
    expect(isBroken({ what: '', rate: all, atMost: 0.05 })).toBe(true);
  });
});

describe('betterThan, by exact sums', () => {
  it.each([20, 100])('promotes falsely in at most one of twenty runs of %i cases', (cases) => {
    for (const gain of [0, 0.02, 0.1]) {
      const tables = tablesOfGate(source, cases, -gain);
      const { rate } = worstFalsePromotion(tables, -gain);
      expect(isBroken({ what: '', rate, atMost: 0.05 }), `${rate} at ${gain}`).toBe(false);
      expect(rate).toBeGreaterThan(0.03);
      expect(disagreements(source, tables, -gain, [3, 6])).toEqual([]);
    }
  });
});

describe('method B', () => {
  it.each(collapseCounts)(
    'promotes rare collapses no more often than its limit with %i cases, by exact sums',
    (cases) => {
      const { rate } = worstCollapse(source, cases, depths);
      expect(isBroken({ what: '', rate, atMost: scoreBound })).toBe(false);
      expect(rate).toBeGreaterThan(0.06);
    },
  );

  it('is no plain t interval, which 20 cases that all look the same deceive with 67 %', () => {
    expect(plainTPromotes(source, 20, 0.02)).toBeCloseTo(0.98 ** 20, 12);
    const plain: Pick<Shipped, 'worstCaseLowerBound'> = {
      worstCaseLowerBound: (values, _, confidence) =>
        source.pairedT({ differences: [...values], margin, confidence })?.lowOneSided ?? -1e-9,
    };
    expect(isBroken({ what: '', rate: worstCollapse(plain, 20, [1]).rate, atMost: scoreBound })).toBe(true);
  });

  it.each(scoreWorlds(margin))('holds where scores have $name', (world) => {
    const rate = promotionRate(source, world, { cases: 100, repeats: 1, margin, draws });
    expect(isBroken({ what: '', rate, atMost: scoreBound, draws }), String(rate)).toBe(false);
  });

  it('lets an unchanged prompt pass where scores are steady', () => {
    const [bell] = scoreWorlds(0);
    if (bell === undefined) throw new Error('no world');
    expect(promotionRate(source, bell, { cases: 100, repeats: 1, margin, draws: 500 })).toBeGreaterThan(0.9);
  });
});

describe('a margin that is a share of the baseline', () => {
  it.each(relativeWorlds(margin))('holds where scores have $name', (world) => {
    const run = { cases: 100, repeats: 1, margin, draws, isRelative: true };
    const rate = promotionRate(source, world, run);
    expect(isBroken({ what: '', rate, atMost: scoreBound, draws }), String(rate)).toBe(false);
  });

  it('would be taken for another where it is read as points', () => {
    // Its baseline is 0.8, so that 5 % of it are 4 points, and passing at 5 is no false promotion.
    const beta = relativeWorlds(margin)[1];
    if (beta === undefined) throw new Error('no world');
    const run = { cases: 300, repeats: 1, margin, draws: 500 };
    expect(promotionRate(source, beta, run)).toBeGreaterThan(
      3 * promotionRate(source, beta, { ...run, isRelative: true }),
    );
  });
});

describe('clusters', () => {
  const run = { clusters: 60, size: 5, draws };

  it.each(worseClusters(margin))('promote falsely no more often than that where $name', (world) => {
    const rate = promotionRateOfClusters(source, world, { ...run, margin });
    expect(isBroken({ what: '', rate, atMost: scoreBound, draws }), String(rate)).toBe(false);
  });

  it('would promote four times as often as promised if each case counted', () => {
    const tables = tablesOfGate(source, 300, margin);
    const rates = worseClusters(margin).map((world) => promotionRateOfPooledCases(tables, world, run));
    expect(Math.max(...rates)).toBeGreaterThan(0.2);
    // Where nothing belongs together, nothing is wrong with counting cases.
    expect(rates[0]).toBeLessThan(0.05 + tolerance(0.05, draws));
  });

  it('let an unchanged prompt pass where there are enough of them', () => {
    const rates = unchangedClusters().map((world) =>
      promotionRateOfClusters(source, world, { clusters: 150, size: 5, margin, draws: 300 }),
    );
    for (const rate of rates) expect(rate).toBeGreaterThan(0.8);
  });
});

describe('repeats', () => {
  const run = { cases: 100, repeats: 5, margin, draws };

  it('let an unchanged prompt with flaky cases pass at least 80 % of the time', () => {
    const rate = promotionRate(source, unchangedFlaky(), run);
    expect(rate).toBeGreaterThanOrEqual(promisedPower);
  });

  it.each([...worseFlaky(margin), brokenForGood(margin)])(
    'promote falsely no more often than that where $name',
    (world) => {
      const rate = promotionRate(source, world, run);
      expect(isBroken({ what: '', rate, atMost: scoreBound, draws }), String(rate)).toBe(false);
    },
  );

  it('would promote five times as often as promised if each counted as a case', () => {
    const rate = promotionRateOfPooledRepeats(tablesOfGate(source, 500, margin), brokenForGood(margin), run);
    expect(rate).toBeGreaterThan(0.25);
  });
});

describe('methods C and D, which promise nothing', () => {
  it.each([cost, latency])('are near one in twenty for an ordinary $id', (metric) => {
    const world = ordinaryAmounts(metric, 0.1, 0.3);
    const rate = promotionRate(source, world, { cases: 100, repeats: 1, margin: 0.1, draws });
    expect(Math.abs(rate - 0.05)).toBeLessThan(0.01 + tolerance(0.05, draws));
  });

  it.each([oneInAHundred(cost, 0.1, 0.1, 20), onlyRareAnswers(cost, 0.1, 0.1, 20)])(
    'are defeated where $name',
    (world) => {
      expect(promotionRate(source, world, { cases: 100, repeats: 1, margin: 0.1, draws })).toBeGreaterThan(
        0.3,
      );
    },
  );
});

describe('floors and p95, by exact sums', () => {
  it.each([20, 59, 100, 300])('promote falsely in at most one of twenty runs of %i cases', (cases) => {
    for (const floor of [0.5, 0.8, 0.9, 0.95]) {
      expect(floorPromotes(source, cases, floor)).toBeLessThanOrEqual(0.05);
    }
    expect(p95Promotes(source, cases)).toBeLessThanOrEqual(0.05);
  });

  it.each([0, 0.5, 1])('so does a p95 over repeats of which a share of %f are alike', (sameness) => {
    const rate = repeatedP95Promotes(source, { cases: 59, repeats: 3, sameness, draws });
    expect(isBroken({ what: '', rate, atMost: 0.05, draws }), String(rate)).toBe(false);
    expect(rate).toBeGreaterThan(0.03);
  });

  it('do pass where they can', () => {
    expect(floorPromotes(source, 100, 0.8)).toBeGreaterThan(0.04);
    expect(rankOfP95(source, 58)).toBeNull();
    expect(rankOfP95(source, 59)).toBe(59);
    expect(p95Promotes(source, 59)).toBeCloseTo(0.95 ** 59, 12);
  });
});
