import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, binomialPmf, binomialUpperTail } from '../../src/statistics/binomial.ts';
import { logGamma } from '../../src/statistics/gamma.ts';
import { betaQuantile, regularizedBeta } from '../../src/statistics/incomplete-beta.ts';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.ts';
import { studentTCdf, studentTQuantile } from '../../src/statistics/student-t.ts';
import { expectNear } from './vectors.ts';

type Table = number[][];
const file = new URL('../fixtures/vectors/special_functions.json', import.meta.url);
const tables: Record<string, Table> = JSON.parse(readFileSync(file, 'utf8'));

const functions: Record<string, (...values: number[]) => number> = {
  logGamma: (x = 0) => logGamma(x),
  normalCdf: (x = 0) => normalCdf(x),
  normalQuantile: (p = 0) => normalQuantile(p),
  regularizedBeta: (x = 0, a = 0, b = 0) => regularizedBeta(x, a, b),
  betaQuantile: (p = 0, a = 0, b = 0) => betaQuantile(p, a, b),
  studentTCdf: (t = 0, df = 0) => studentTCdf(t, df),
  studentTQuantile: (p = 0, df = 0) => studentTQuantile(p, df),
  binomialPmf: (k = 0, n = 0, p = 0) => binomialPmf(k, n, p),
  binomialCdf: (k = 0, n = 0, p = 0) => binomialCdf(k, n, p),
};

const rows = Object.entries(functions).flatMap(([name, compute]) =>
  (tables[name] ?? []).map((row) => ({
    title: `${name}(${row.slice(0, -1).join(', ')})`,
    actual: compute(...row.slice(0, -1)),
    expected: row.at(-1) ?? Number.NaN,
  })),
);

describe('special functions against 60-digit values', () => {
  it('has values for every function', () => {
    for (const name of Object.keys(functions)) expect(tables[name]?.length).toBeGreaterThan(5);
  });

  it.each(rows)('$title', ({ actual, expected }) => {
    expectNear(actual, expected, { rel: 1e-13, abs: 2e-16 });
  });
});

describe('quantiles', () => {
  it.each([
    ['normal at 0', normalQuantile(0), Number.NEGATIVE_INFINITY],
    ['normal at 1', normalQuantile(1), Number.POSITIVE_INFINITY],
    ['normal at ½', normalQuantile(0.5), 0],
    ['t at 0', studentTQuantile(0, 3), Number.NEGATIVE_INFINITY],
    ['t at 1', studentTQuantile(1, 3), Number.POSITIVE_INFINITY],
    ['t at ½', studentTQuantile(0.5, 3), 0],
    ['beta at 0', betaQuantile(0, 2, 3), 0],
    ['beta at 1', betaQuantile(1, 2, 3), 1],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));

  it.each([
    normalQuantile(-0.1),
    normalQuantile(Number.NaN),
    studentTQuantile(1.1, 4),
    studentTQuantile(0.5, 0),
    studentTQuantile(0.5, Number.NaN),
    studentTCdf(Number.NaN, 4),
    studentTCdf(1, 0),
    betaQuantile(2, 1, 1),
    betaQuantile(0.5, 0, 1),
    regularizedBeta(Number.NaN, 2, 3),
    regularizedBeta(0.5, Number.NaN, 3),
    regularizedBeta(0.5, 2, -1),
    binomialCdf(2, 5, Number.NaN),
  ])('is NaN outside of its domain', (value) => expect(value).toBeNaN());

  const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
  const shape = fc.double({ min: 0.5, max: 3000, noNaN: true });

  it('invert their distribution functions', () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, a, b) => {
        expectNear(normalCdf(normalQuantile(p)), p, { rel: 1e-12 });
        expectNear(studentTCdf(studentTQuantile(p, a), a), p, { rel: 1e-11 });
        expectNear(regularizedBeta(betaQuantile(p, a, b), a, b), p, { rel: 1e-9, abs: 1e-13 });
      }),
    );
  });
});

describe('binomial', () => {
  it('sums to one, and its two tails are complements', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        let sum = 0;
        for (let k = 0; k <= n; k++) {
          sum += binomialPmf(k, n, p);
          expectNear(binomialCdf(k, n, p), sum, { abs: 1e-12 });
          expectNear(binomialUpperTail(k + 1, n, p), 1 - sum, { abs: 1e-12 });
        }
        expectNear(sum, 1, { abs: 1e-12 });
      }),
    );
  });

  it('is nothing outside of 0 … n', () => {
    expect([binomialPmf(-1, 5, 0.5), binomialPmf(6, 5, 0.5), binomialCdf(-1, 5, 0.5)]).toEqual([0, 0, 0]);
    expect([binomialUpperTail(0, 5, 0.5), binomialUpperTail(6, 5, 0.5), binomialCdf(5, 5, 0.5)]).toEqual([
      1, 0, 1,
    ]);
  });
});
