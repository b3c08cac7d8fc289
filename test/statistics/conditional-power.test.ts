import { describe, expect, it } from 'vitest';
import { tablesOfGate } from '../../bench/simulate/measures/exact-gate.ts';
import { randomFor } from '../../bench/simulate/random.ts';
import { binomialTerms } from '../../bench/simulate/sums.ts';
import { clopperPearsonLower, clopperPearsonUpper } from '../../src/statistics/clopper-pearson.ts';
import {
  chanceOfCeiling,
  chanceOfFloor,
  chanceOfMean,
  chanceOfPassingTable,
  chanceOfQuantile,
  flipsToCome,
} from '../../src/statistics/conditional-power.ts';
import { pairedBinaryPValue } from '../../src/statistics/exact-noninferiority.ts';
import { meanWithError, reachOf } from '../../src/statistics/one-sample-t.ts';
import { quantileUpperBound } from '../../src/statistics/order-statistic.ts';
import { passingRegion } from '../../src/statistics/provable-margin.ts';
import { worstCaseLowerBound } from '../../src/statistics/worst-case-t.ts';
import { source } from '../simulation/source.ts';

const confidence = 0.95;

describe('the chance of a table that passes', () => {
  /** Every table that can still come, one after the other, by the gate's own p value. */
  function bruteForce(
    cases: number,
    threshold: number,
    seen: { wins: number; losses: number; cases: number },
    { win, loss }: { win: number; loss: number },
  ): number {
    const rest = cases - seen.cases;
    let total = 0;
    binomialTerms(rest, win).forEach((chance, wins) => {
      binomialTerms(rest - wins, loss / (1 - win)).forEach((term, losses) => {
        const table = { wins: seen.wins + wins, losses: seen.losses + losses, cases };
        if (pairedBinaryPValue({ ...table, threshold }) <= 0.05) total += chance * term;
      });
    });
    return total;
  }

  it.each([
    { cases: 24, margin: 0.15, seen: { wins: 1, losses: 2, cases: 12 }, toCome: { win: 0.1, loss: 0.1 } },
    { cases: 24, margin: 0.15, seen: { wins: 0, losses: 0, cases: 6 }, toCome: { win: 0.07, loss: 0.07 } },
    { cases: 30, margin: 0.1, seen: { wins: 3, losses: 0, cases: 8 }, toCome: { win: 0.2, loss: 0.05 } },
    { cases: 30, margin: 0.1, seen: { wins: 0, losses: 6, cases: 23 }, toCome: { win: 0.25, loss: 0.25 } },
    { cases: 24, margin: -0.05, seen: { wins: 5, losses: 0, cases: 12 }, toCome: { win: 0.4, loss: 0.04 } },
    { cases: 20, margin: 0.14, seen: { wins: 0, losses: 0, cases: 20 }, toCome: { win: 0.1, loss: 0.1 } },
  ])('is the sum over all of $cases cases at a margin of $margin', ({ cases, margin, seen, toCome }) => {
    const chance = chanceOfPassingTable(passingRegion(cases, margin, confidence), seen, toCome);
    expect(chance).toBeCloseTo(bruteForce(cases, -margin, seen, toCome), 9);
  });

  it('is the power where nothing was seen yet, and certain where nothing is to come', () => {
    const { mostLosses } = tablesOfGate(source, 60, 0.1);
    const passing = passingRegion(60, 0.1, confidence);
    const most = mostLosses[3] ?? -1;
    const toCome = { win: 0.5, loss: 0.5 };
    expect(chanceOfPassingTable(passing, { wins: 3, losses: most, cases: 60 }, toCome)).toBe(1);
    expect(chanceOfPassingTable(passing, { wins: 3, losses: most + 1, cases: 60 }, toCome)).toBe(0);
  });

  it.each([
    [{ wins: 0, losses: 0, cases: 24 }, true, { win: 0.02, loss: 0.02 }],
    [{ wins: 3, losses: 1, cases: 49 }, true, { win: 0.05, loss: 0.05 }],
    [{ wins: 3, losses: 1, cases: 49 }, false, { win: 0.07, loss: 0.03 }],
  ])('reckons after %j, unchanged %s, with %j', (seen, isUnchanged, expected) => {
    const { win, loss } = flipsToCome(seen, isUnchanged);
    expect(win).toBeCloseTo(expected.win, 12);
    expect(loss).toBeCloseTo(expected.loss, 12);
  });

  it('does not give up on cases of which none flipped, however few there were', () => {
    for (const [cases, margin] of [
      [59, 0.05],
      [149, 0.02],
      [299, 0.01],
      [20, 0.14],
    ] as const) {
      const seen = { wins: 0, losses: 0, cases: Math.ceil(cases / 4) };
      const chance = chanceOfPassingTable(
        passingRegion(cases, margin, confidence),
        seen,
        flipsToCome(seen, true),
      );
      expect(chance, `${cases} cases`).toBeGreaterThan(0.2);
    }
  });
});

describe('the chance of a count', () => {
  const questions = [
    { seen: 25, hits: 20, cases: 100, share: 0.8, confidence },
    { seen: 50, hits: 50, cases: 60, share: 0.97, confidence },
    { seen: 10, hits: 0, cases: 40, share: 0.02, confidence: 0.9 },
    { seen: 40, hits: 30, cases: 40, share: 0.5, confidence },
  ];
  const added = (
    { seen, hits, cases, share }: (typeof questions)[number],
    passes: (hits: number) => boolean,
  ) =>
    binomialTerms(cases - seen, share).reduce(
      (sum, term, more) => (passes(hits + more) ? sum + term : sum),
      0,
    );

  it.each(questions)('of a floor and a ceiling is the sum over all: $hits of $seen of $cases', (question) => {
    const { cases, confidence: sure } = question;
    for (const limit of [0.02, 0.1, 0.5, 0.7, 0.75, 0.9]) {
      expect(chanceOfFloor({ ...question, floor: limit })).toBeCloseTo(
        added(question, (hits) => clopperPearsonLower(hits, cases, sure) >= limit),
        10,
      );
      expect(chanceOfCeiling({ ...question, ceiling: limit })).toBeCloseTo(
        added(question, (hits) => clopperPearsonUpper(hits, cases, sure) <= limit),
        10,
      );
    }
  });

  it.each([
    { seen: 25, hits: 0, cases: 100, share: 0.02, confidence },
    { seen: 50, hits: 2, cases: 200, share: 0.03, confidence },
    { seen: 20, hits: 0, cases: 58, share: 0.01, confidence },
  ])('of a p95 is the sum over all: $hits of $seen of $cases above', (question) => {
    const bound = (above: number) =>
      quantileUpperBound(
        Array.from({ length: question.cases }, (_, index) => (index < above ? 2 : 0)),
        0.95,
        confidence,
      );
    const expected = added(question, (above) => (bound(above) ?? Number.POSITIVE_INFINITY) <= 1);
    expect(chanceOfQuantile({ ...question, p: 0.95 })).toBeCloseTo(expected, 10);
  });
});

describe('the chance of a mean', () => {
  const draws = 4000;

  it.each([
    { name: 'B', size: 50, cases: 100, seenMean: 0, deviation: 0.15, threshold: -0.05, worst: -1 },
    {
      name: 'B, losing',
      size: 50,
      cases: 100,
      seenMean: -0.06,
      deviation: 0.15,
      threshold: -0.05,
      worst: -1,
    },
    {
      name: 'B, a floor',
      size: 25,
      cases: 100,
      seenMean: 0.8,
      deviation: 0.2,
      threshold: 0.75,
      worst: 0,
      expected: 0.8,
    },
    { name: 'C, D', size: 25, cases: 100, seenMean: -0.1, deviation: 0.4, threshold: -0.1, worst: null },
    {
      name: 'C, D, late',
      size: 150,
      cases: 200,
      seenMean: -0.06,
      deviation: 0.4,
      threshold: -0.1,
      worst: null,
    },
  ])(
    'is near what draws come to: $name',
    ({ size, cases, seenMean, deviation, threshold, worst, expected = 0 }) => {
      const random = randomFor(`${size}/${seenMean}/${deviation}`);
      // A sample with exactly that mean and deviation.
      const raw = Array.from({ length: size }, () => random.bell());
      const { mean, error } = meanWithError(raw);
      const scale = deviation / (error * Math.sqrt(size));
      const values = raw.map((value) => seenMean + (value - mean) * scale);
      let passed = 0;
      for (let draw = 0; draw < draws; draw++) {
        const rest = Array.from({ length: cases - size }, () => expected + deviation * random.bell());
        const all = [...values, ...rest];
        const estimate = meanWithError(all);
        const low =
          worst === null
            ? estimate.mean - reachOf(estimate, confidence)
            : worstCaseLowerBound(all, worst, confidence);
        if (low > threshold) passed++;
      }
      const chance = chanceOfMean({ values, expected, deviation, cases, threshold, confidence, worst });
      expect(chance).toBeGreaterThan(0.02);
      expect(chance).toBeLessThan(0.99);
      expect(Math.abs(chance - passed / draws)).toBeLessThan(0.04);
    },
  );

  it('is certain where nothing is left to chance', () => {
    const question = { expected: 0, deviation: 0, cases: 100, confidence, worst: null };
    const values = Array<number>(25).fill(0);
    expect(chanceOfMean({ ...question, values, threshold: -0.1 })).toBe(1);
    expect(chanceOfMean({ ...question, values, threshold: 0 })).toBe(0);
  });
});
