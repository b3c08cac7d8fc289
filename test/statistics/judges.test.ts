import { describe, expect, it } from 'vitest';
import { cohensKappa, kappaAtLeast } from '../../src/statistics/cohens-kappa.ts';
import { judgeReliability, rectifiedMean, trueRate } from '../../src/statistics/judge-correction.ts';
import { mean } from '../../src/statistics/moments.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface KappaInput {
  a: number[];
  b: number[];
}
interface KappaExpected {
  kappa: number;
  linear: number;
  quadratic: number;
  standardError: number;
  ciLower: number;
  ciUpper: number;
  agreement: number;
}

describeVectors<KappaInput, KappaExpected>('cohens_kappa', ({ input, expected }) => {
  const pairs = pairsOf(input.a, input.b);
  const { kappa, standardError, interval, agreement } = cohensKappa(pairs, 0.95);
  const near = (actual: number | null | undefined, value: number) =>
    expectNear(actual ?? Number.NaN, value, { abs: 1e-9 });
  near(kappa, expected.kappa);
  near(standardError, expected.standardError);
  near(interval?.low, expected.ciLower);
  near(interval?.high, expected.ciUpper);
  near(agreement, expected.agreement);
  near(cohensKappa(pairs, 0.95, 'linear').kappa, expected.linear);
  near(cohensKappa(pairs, 0.95, 'quadratic').kappa, expected.quadratic);
});

interface CorrectionInput {
  judgeUnlabelled: number[];
  judgeLabelled: number[];
  humanLabelled: number[];
  confidence: number;
}
interface CorrectionExpected {
  ppiMean: number;
  ppiSe: number;
  ppiLower: number;
  ppiUpper: number;
  sensitivity: number | null;
  specificity: number | null;
  roganGladen: number | null;
}

describeVectors<CorrectionInput, CorrectionExpected>('judge_correction', ({ input, expected }) => {
  const labelled = pairsOf(input.judgeLabelled, input.humanLabelled).map(([judge, human]) => ({
    judge,
    human,
  }));
  const near = (actual: number | null | undefined, value: number | null) =>
    value === null ? expect(actual).toBeNull() : expectNear(actual ?? Number.NaN, value, { abs: 1e-10 });
  const rectified = rectifiedMean(input.judgeUnlabelled, labelled, input.confidence);
  near(rectified?.value, expected.ppiMean);
  near(rectified?.standardError, expected.ppiSe);
  near(rectified?.interval.low, expected.ppiLower);
  near(rectified?.interval.high, expected.ppiUpper);
  const reliability = judgeReliability(labelled);
  near(reliability.sensitivity, expected.sensitivity);
  near(reliability.specificity, expected.specificity);
  near(trueRate(mean(input.judgeUnlabelled), reliability), expected.roganGladen);
});

describe('kappa', () => {
  it('is not known of ratings that are all the same, or of none', () => {
    expect(cohensKappa([[1, 1]], 0.95)).toMatchObject({ kappa: null, interval: null, agreement: 1 });
    expect(cohensKappa([], 0.95)).toMatchObject({ kappa: null, standardError: null });
    expect(kappaAtLeast([], [0, 1], 0.95)).toBe(-1);
  });

  it('is not sure of full agreement on a few answers, and surer of it on more', () => {
    const full = (count: number) =>
      Array.from({ length: count }, (_, index) => [index % 2, index % 2] as const);
    expect(cohensKappa(full(4), 0.95).interval).toEqual({ low: 1, high: 1 });
    const [few = 1, some = 0, many = 0] = [4, 20, 100].map((count) =>
      kappaAtLeast(full(count), [0, 1], 0.95),
    );
    expect(few).toBeLessThan(0.3);
    expect(some).toBeGreaterThan(0.6);
    expect(many).toBeGreaterThan(some);
  });

  it('knows values between the levels, as means of votes are', () => {
    const pairs = [
      [1, 1],
      [2.67, 3],
      [5, 5],
    ] as const;
    expect(cohensKappa(pairs, 0.95, 'quadratic').kappa).toBeGreaterThan(0.95);
  });
});

describe('a mean put right', () => {
  it("is the people's own where the judge rated nothing else, and unknown of less than two ratings", () => {
    const labelled = [
      { judge: 1, human: 0 },
      { judge: 1, human: 1 },
    ];
    expect(rectifiedMean([], labelled, 0.95)).toMatchObject({ value: 0.5, standardError: 0.5 });
    expect(rectifiedMean([1, 0, 1], labelled.slice(1), 0.95)).toBeNull();
  });
});

function pairsOf(a: readonly number[], b: readonly number[]): [number, number][] {
  return a.map((value, index) => [value, b[index] ?? Number.NaN]);
}
