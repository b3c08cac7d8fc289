import { describe } from '../options/metric-problems.ts';
import type { OptionCheck } from '../options/options.ts';

/** How far a number may be from the expected one: an amount, or a share of the expected one such as `'2%'`. */
export type Tolerance = number | string;

const percentage = /^(\d+(?:\.\d+)?)\s?%$/;

export const toleranceCheck: OptionCheck = (value) => {
  const expected = 'an amount such as 0.01, or a share such as "2%"';
  if (typeof value === 'number') {
    return Number.isFinite(value) && value >= 0 ? undefined : { message: `is ${value}`, expected };
  }
  if (typeof value !== 'string') return { message: `is ${describe(value)}`, expected };
  return percentage.test(value) ? undefined : { message: `is ${JSON.stringify(value)}`, expected };
};

/**
 * Whether a number is as near as the tolerance allows, its end included. What binary fractions add at the end
 * (18.1 − 18 is a little more than 0.1) does not count.
 */
export function isWithin(expected: number, found: number, tolerance: Tolerance): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(found)) return false;
  if (expected === found) return true;
  const allowed =
    typeof tolerance === 'number'
      ? tolerance
      : (Number(percentage.exec(tolerance)?.[1] ?? 0) / 100) * Math.abs(expected);
  if (allowed === 0) return false;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(expected), Math.abs(found));
  return Math.abs(found - expected) <= allowed + rounding;
}
