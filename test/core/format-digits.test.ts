import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatChange, formatCount, formatProbability, formatShare } from '../../src/core/format.ts';
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
