import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatApart,
  formatChange,
  formatCount,
  formatProbability,
  formatShare,
  formatSize,
  formatValue,
  formatWritten,
} from '../../src/core/format.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';

const score: MetricDefinition = { id: 'quality', kind: 'score', better: 'higher', range: [0, 1] };

/** As Intl writes it, with a minus sign that is one. */
function english(value: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString('en-US', options).replace('-', '−');
}

describe('the digits of a number', () => {
  it('are grouped and rounded as English does', () => {
    const sizes = fc.oneof(
      fc.double({ min: 0.001, max: 1e9, noNaN: true }),
      fc.double({ min: 0.001, max: 2000, noNaN: true }),
    );
    fc.assert(
      fc.property(sizes, (size) => {
        expect(formatCount(size)).toBe(english(Math.round(size), 0));
        expect(formatProbability(size)).toBe(english(size, 3));
        expect(formatShare(size)).toBe(`${english(size * 100, 1)} %`);
        expect(formatShare(-size, 4)).toBe(`${english(-size * 100, 4)} %`);
      }),
    );
  });

  it.each([
    [0.3, '30.0 %'],
    [0.1 + 0.2, '30.0 %'],
    [0.8575, '85.75 %'],
    [0.98725, '98.725 %'],
    [1 / 3, '33.33333 %'],
  ])('are all that somebody wrote: %d', (share, text) => {
    expect(formatWritten(share, (value, finer) => formatShare(value, 1 + finer))).toBe(text);
  });

  it.each([
    [1234.5, '1.2345 s'],
    [2000, '2.00 s'],
    [999.6, '999.6 ms'],
    [100, '100 ms'],
  ])('of a latency of %d ms are too', (latency, text) => {
    const metric: MetricDefinition = { id: 'latency', kind: 'amount', better: 'lower', range: null };
    expect(formatWritten(latency, (value, finer) => formatValue(metric, value, finer))).toBe(text);
  });

  it.each([
    [0.0005, '+0.001'],
    [-0.0004, '0.000'],
    [-1234.5, '−1,234.500'],
    [1e21, '+1,000,000,000,000,000,000,000'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%s becomes %s', (value, expected) => {
    expect(formatChange(score, value)).toBe(expected);
  });
});

describe('a number beside another one', () => {
  const binary: MetricDefinition = { ...score, kind: 'binary' };
  const latency: MetricDefinition = { id: 'latency', kind: 'amount', better: 'lower', range: null };
  const cost: MetricDefinition = { ...latency, id: 'cost' };

  it.each([
    ['as short as ever where that tells them apart', formatSize, binary, 0.139, 0.05, '13.9 points'],
    ['above it', formatSize, binary, 0.0503, 0.05, '5.03 points'],
    ['below it', formatSize, binary, 0.04998, 0.05, '4.998 points'],
    ['a score', formatSize, score, 0.02004, 0.02, '0.02004'],
    ['a share', formatSize, cost, 0.1002, 0.1, '10.02 %'],
    ['a value', formatValue, binary, 0.9497, 0.95, '94.97 %'],
    ['seconds', formatValue, latency, 2001, 2000, '2.001 s'],
    ['dollars', formatValue, cost, 0.020001, 0.02, '$0.020001'],
    ['the same', formatSize, binary, 0.05, 0.05, '5 points'],
    ['the same but for rounding', formatSize, binary, 0.05 + 1e-12, 0.05, '5 points'],
  ])('is told from it: %s', (_, format, metric, value, other, text) => {
    const written = formatApart(value, other, (each, finer) => format(metric, each, finer));
    expect(written).toBe(text);
  });
});
