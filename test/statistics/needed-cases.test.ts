import { describe, expect, it } from 'vitest';
import { randomFor } from '../../bench/simulate/random.ts';
import { binomialPmf } from '../../src/statistics/binomial.ts';
import { clopperPearsonLower } from '../../src/statistics/clopper-pearson.ts';
import { minimumCasesForFloor } from '../../src/statistics/minimum-cases.ts';
import { minimumCasesForShare } from '../../src/statistics/minimum-cases-for-scores.ts';
import { mean, variance } from '../../src/statistics/moments.ts';
import {
  binaryDeviation,
  neededCases,
  neededForShare,
  neededScores,
  powerFor,
} from '../../src/statistics/needed-cases.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';
import { expectNear } from './vectors.ts';

const wanted = { confidence: 0.95, power: 0.8 };

/** Every so many cases the next of these values, as a dataset has them. */
function spread(count: number, ...values: number[]): number[] {
  return Array.from({ length: count }, (_, index) => values[index % values.length] ?? 0);
}

describe('by the normal approximation', () => {
  const question = { ...wanted, sd: 0.3, estimate: 0, threshold: -0.05 };

  it('are "about 980" for 12 better, 14 worse on 300 at a margin of 3 points', () => {
    const sd = binaryDeviation(12, 14, 300);
    expectNear(sd, 0.2943165, { abs: 1e-6 });
    expect(neededCases({ ...question, sd, estimate: -2 / 300, threshold: -0.03 })).toBe(984);
  });

  it.each([
    { why: 'are those of the formula', change: {}, needed: 223 },
    { why: 'are more with more gates', change: { power: powerFor(4) }, needed: 390 },
    { why: 'are none where nothing varies', change: { sd: 0 }, needed: 0 },
    { why: 'have no answer at the margin', change: { estimate: -0.05 }, needed: null },
    {
      why: 'have no answer at the margin but for rounding',
      change: { estimate: -0.05 + 1e-17 },
      needed: null,
    },
    { why: 'have no answer beyond it', change: { estimate: -0.07 }, needed: null },
    { why: 'count the whole distance of a gain', change: { estimate: 0.06, threshold: 0.01 }, needed: 223 },
    { why: 'have no answer below a gain', change: { estimate: 0.005, threshold: 0.01 }, needed: null },
  ])('$why', ({ change, needed }) => expect(neededCases({ ...question, ...change })).toBe(needed));
});

describe('scores, by method B', () => {
  /** How often the gate passes over so many values drawn from those that were seen. */
  function chanceToPass(seen: readonly number[], cases: number, threshold: number): number {
    const draws = 3000;
    const random = randomFor(`needed ${cases}`);
    const draw = () => seen[Math.floor(random.uniform() * seen.length)] ?? 0;
    let passed = 0;
    for (let round = 0; round < draws; round++) {
      const values = Array.from({ length: cases }, draw);
      if (worstCaseLowerBound(values, -1, wanted.confidence) > threshold) passed++;
    }
    return passed / draws;
  }

  it.each([
    { seen: spread(24, 0.05, -0.05), threshold: -0.05 },
    { seen: spread(24, 0.1, -0.1), threshold: -0.05 },
    { seen: spread(24, 0.1, -0.1), threshold: -0.03 },
    { seen: spread(24, 0.15, -0.15), threshold: -0.05 },
    { seen: spread(24, 0.2, -0.2), threshold: -0.05 },
    { seen: spread(24, 0.2, -0.2), threshold: -0.1 },
    { seen: spread(24, 0.3, -0.3), threshold: -0.1 },
    { seen: spread(60, 0.1, 0, 0, -0.15, 0, 0.02), threshold: -0.04 },
    { seen: spread(50, 0.3, 0.1, 0.2, 0, 0.1), threshold: 0.05 },
  ])('pass with about 80 % in a simulation: %j', ({ seen, threshold }) => {
    const question = { ...wanted, estimate: mean(seen), variance: variance(seen), worst: -1, threshold };
    const needed = neededScores({ ...question, from: 1 }) ?? Number.NaN;
    const [there, before] = [needed, Math.round(needed / 1.3)].map((cases) =>
      chanceToPass(seen, cases, threshold),
    );
    expect(there).toBeGreaterThan(0.76);
    expect(there).toBeLessThan(0.86);
    expect(before).toBeLessThan(0.76);
  });

  it.each([0.02, 0.05, 0.3])('need what equal values need: %d', (margin) => {
    const steady = { ...wanted, estimate: 0, variance: 0, worst: -1, threshold: -margin, from: 1 };
    expect(neededScores(steady)).toBe(minimumCasesForShare(margin, 0.95));
  });

  it.each([
    { why: 'at the margin', estimate: -0.05 },
    { why: 'beyond it', estimate: -0.07 },
    { why: 'at the margin but for rounding', estimate: -0.05 + 1e-17 },
  ])('have no answer $why', ({ estimate }) => {
    const question = { ...wanted, estimate, variance: 0.01, worst: -1, threshold: -0.05, from: 1 };
    expect(neededScores(question)).toBeNull();
  });

  it('are never fewer than asked for', () => {
    const question = { ...wanted, estimate: 0, variance: 0.01, worst: -1, threshold: -0.3 };
    expect(neededScores({ ...question, from: 400 })).toBe(400);
  });
});

describe('floors of pass/fail', () => {
  /** Added up from the bounds that judge. */
  function chanceToPass(share: number, cases: number, floor: number): number {
    let chance = 0;
    for (let hits = cases; hits >= 0; hits--) {
      if (clopperPearsonLower(hits, cases, wanted.confidence) < floor) return chance;
      chance += binomialPmf(hits, cases, share);
    }
    return chance;
  }

  it.each([
    { hits: 39, seen: 40, floor: 0.9, needed: 61 },
    { hits: 95, seen: 100, floor: 0.9, needed: 179 },
    { hits: 18, seen: 20, floor: 0.8, needed: 82 },
    { hits: 30, seen: 50, floor: 0.5, needed: 158 },
  ])('are the fewest that pass with 80 %: $hits of $seen at $floor', ({ hits, seen, floor, needed }) => {
    const share = hits / seen;
    const found = neededForShare({ ...wanted, share, threshold: floor, from: seen + 1 }) ?? Number.NaN;
    expect(found).toBe(needed);
    expect(chanceToPass(share, found, floor)).toBeGreaterThanOrEqual(0.8);
    for (let cases = seen + 1; cases < found; cases++) {
      expect(chanceToPass(share, cases, floor), `${cases}`).toBeLessThan(0.8);
    }
  });

  it.each([0.5, 0.95, 0.978])('need what a floor needs where every case is right: %d', (threshold) => {
    const found = neededForShare({ ...wanted, share: 1, threshold, from: 1 });
    expect(found).toBe(minimumCasesForFloor(threshold, 0.95));
  });

  it('has no answer where the share is no higher', () => {
    expect(neededForShare({ ...wanted, share: 0.9, threshold: 0.9, from: 1 })).toBeNull();
    expect(neededForShare({ ...wanted, share: 0.9 + 1e-15, threshold: 0.9, from: 1 })).toBeNull();
    expect(neededForShare({ ...wanted, share: 1, threshold: 1, from: 1 })).toBeNull();
  });
});
