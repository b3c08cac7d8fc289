import { describe, expect, it } from 'vitest';
import { formatCaseValue, formatChangeRange, formatClock, formatNumber } from '../../src/core/format.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';

const binary: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const cost: MetricDefinition = { id: 'cost', better: 'lower', kind: 'amount', range: null };

describe('the formatters that only reports need', () => {
  it.each([
    [binary, { low: -0.019, high: -0.009 }, ['−1.9', '−0.9']],
    [cost, { low: 0.098, high: 0.11 }, ['−11.0', '−9.8']],
    [cost, { low: 0.098, high: null }, ['−∞', '−9.8']],
    [cost, { low: -10_000, high: -9_999 }, ['+999,900.0', '+1,000,000.0']],
    [cost, { low: -4e16, high: -1 }, ['+100.0', 'over +1,000,000']],
    [binary, { low: null, high: Infinity }, ['−∞', '+∞']],
  ])('formatChangeRange of %j', (metric, bounds, expected) => {
    expect(formatChangeRange(metric, bounds)).toEqual(expected);
  });

  it.each([
    [0, '0:00'],
    [161_900, '2:41'],
    [3_725_000, '1:02:05'],
    [-5, '0:00'],
  ])('formatClock(%d)', (ms, expected) => {
    expect(formatClock(ms)).toBe(expected);
  });

  it.each([
    [3.25, '3.25'],
    [0.1 + 0.2, '0.3'],
    [-2, '−2'],
    [-0, '0'],
  ])('formatNumber(%d)', (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });

  it('reads a binary score as a word, and as a share where repeats disagree', () => {
    expect([1, 0, 0.5].map((value) => formatCaseValue(binary, value))).toEqual(['pass', 'fail', '50.0 %']);
    const flaw = { ...binary, better: 'lower' as const };
    expect([1, 0, 0.5].map((value) => formatCaseValue(flaw, value))).toEqual(['fail', 'pass', '50.0 %']);
  });
});
