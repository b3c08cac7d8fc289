import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredError } from '../../src/statistics/clustered-se.ts';
import { benjaminiHochberg, holm } from '../../src/statistics/holm.ts';
import { pairedT } from '../../src/statistics/paired-t.ts';
import { describeVectors, expectNear } from './vectors.ts';

interface HolmExpected {
  holmAdjusted: number[];
  bhAdjusted: number[];
  holmReject: boolean[];
  bhReject: boolean[];
}

describeVectors<{ p: number[]; alpha: number }, HolmExpected>('holm_bh', ({ input, expected }) => {
  const compare = (adjusted: number[], reference: number[], rejected: boolean[]) => {
    expect(adjusted).toHaveLength(reference.length);
    adjusted.forEach((p, index) => {
      expectNear(p, reference[index] ?? Number.NaN, { abs: 1e-12 });
      expect(p <= input.alpha + 1e-12).toBe(rejected[index]);
    });
  };
  compare(holm(input.p), expected.holmAdjusted, expected.holmReject);
  compare(benjaminiHochberg(input.p), expected.bhAdjusted, expected.bhReject);
});

describe('adjusted p values', () => {
  it('are none for none', () => expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]));

  it('have p ≤ Benjamini–Hochberg ≤ Holm ≤ Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (pValues) => {
        const adjusted = holm(pValues);
        const discovery = benjaminiHochberg(pValues);
        pValues.forEach((p, index) => {
          const row = [p, discovery[index] ?? 0, adjusted[index] ?? 0, Math.min(1, p * pValues.length)];
          for (let step = 1; step < row.length; step++) {
            expect(row[step]).toBeGreaterThanOrEqual((row[step - 1] ?? 0) * (1 - 1e-12));
          }
        });
      }),
    );
  });
});

interface ClusterExpected {
  mean: number;
  naiveSe: number;
  clusterSe: number;
  clusterSeFinite: number;
  clusters: number;
}

describeVectors<{ values: number[]; clusters: string[] }, ClusterExpected>(
  'clustered_se',
  ({ input, expected }) => {
    const error = clusteredError(input.values, input.clusters);
    expect(error.clusters).toBe(expected.clusters);
    expectNear(error.mean, expected.mean, { rel: 1e-9 });
    expectNear(error.naive, expected.naiveSe, { rel: 1e-9 });
    expectNear(error.clustered, expected.clusterSe, { rel: 1e-9 });
    expectNear(error.clusteredFinite, expected.clusterSeFinite, { rel: 1e-9 });
  },
);

describe('clusteredError', () => {
  it('equals the naive error where every value is its own cluster', () => {
    const error = clusteredError([1, 2, 4, 8], ['a', 'b', 'c', 'd']);
    expectNear(error.clusteredFinite, error.naive, { rel: 1e-12 });
  });

  it('knows no spread from one cluster', () => {
    expect(clusteredError([1, 2], ['a', 'a']).clusteredFinite).toBeNaN();
  });

  it('refuses values without a cluster', () => {
    expect(() => clusteredError([1, 2], ['a'])).toThrow(RangeError);
  });
});

interface PairedInput {
  stable: number[];
  candidate: number[];
  margin: number;
  confidence: number;
}
interface PairedExpected {
  mean: number;
  se: number;
  t: number;
  df: number;
  pTwoSided: number;
  lower: number;
  upper: number;
  lowerOneSided: number;
  pNonInferior: number;
}

describeVectors<PairedInput, PairedExpected>('paired_t', ({ input, expected }) => {
  const differences = input.candidate.map((value, index) => value - (input.stable[index] ?? Number.NaN));
  const test = pairedT({ differences, margin: input.margin, confidence: input.confidence });
  // The references' own t quantile is off by up to 4e-9 of itself; checked with 40 digits.
  const tolerance = { rel: 1e-8, abs: 1e-9 };
  expect(test?.degreesOfFreedom).toBe(expected.df);
  const rows: [number | undefined, number][] = [
    [test?.mean, expected.mean],
    [test?.error, expected.se],
    [test?.t, expected.t],
    [test?.pTwoSided, expected.pTwoSided],
    [test?.low, expected.lower],
    [test?.high, expected.upper],
    [test?.lowOneSided, expected.lowerOneSided],
    [test?.pNonInferior, expected.pNonInferior],
  ];
  for (const [actual, reference] of rows) expectNear(actual ?? Number.NaN, reference, tolerance);
});

describe('pairedT', () => {
  it.each([[[]], [[0.1]], [[0, 0, 0]], [[0.1, 0.1, 0.1]]])('says nothing of %j', (differences) => {
    expect(pairedT({ differences, margin: 0.05, confidence: 0.95 })).toBeNull();
  });
});
