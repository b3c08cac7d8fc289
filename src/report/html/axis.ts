import type { Comparison, Interval } from '../../core/comparison.ts';
import type { MetricDefinition } from '../../core/metrics.ts';

/** A number that may have been infinite before JSON. */
type Bound = number | null;

/** What one row draws, as shares: 0.05 is five points, or 5 % of the baseline, or 5 % of a score's range. */
export interface Marks {
  low: Bound;
  high: Bound;
  delta: number | null;
  limit: number | null;
}

/** One scale for every row of the table, from `−reach` to `+reach`; right is better. */
export interface Axis {
  reach: number;
  ticks: number[];
  /** Where a share stands, from 0 (left end) to 1 (right end); what is beyond an end stands at it. */
  position(share: number): number;
}

/**
 * The scale is a signed square root: gates on scores live within a few points while costs move by half, and on a
 * straight axis one of the two would be unreadable. Order and the side of every limit are kept.
 */
export function axisFor(rows: readonly Marks[]): Axis {
  const sizes = rows
    .flatMap((row) => [row.low, row.high, row.delta, row.limit])
    .filter((size) => size !== null);
  const widest = Math.max(0.01, ...sizes.map(Math.abs).filter(Number.isFinite));
  const reach = Math.min(1, widest * 1.15);
  const position = (share: number) => {
    const inside = Math.min(1, Math.abs(share) / reach);
    return 0.5 + (Math.sign(share) * Math.sqrt(inside)) / 2;
  };
  return { reach, ticks: ticksWithin(reach), position };
}

const roundSizes = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** One or two round sizes on each side, far enough from one another to be labelled. */
function ticksWithin(reach: number): number[] {
  const outer = roundSizes.find((size) => size <= reach * 0.87);
  const inner = outer && roundSizes.find((size) => size <= outer / 4);
  const sizes = [inner, outer].filter((size) => size !== undefined);
  return [...sizes.map((size) => -size).reverse(), 0, ...sizes];
}

/**
 * The marks of a comparison: a score by the width of its range, an amount as the share that it is. null where
 * there is no change to draw, or no range to draw it by.
 */
export function marksOf(
  metric: MetricDefinition,
  comparison: Comparison,
  interval: Interval | null,
  limit: number | null = null,
): Marks | null {
  if (comparison.delta === null) return null;
  const width = metric.kind === 'amount' ? 1 : metric.range === null ? 0 : metric.range[1] - metric.range[0];
  if (width <= 0) return null;
  const share = (value: Bound) => (value === null ? null : value / width);
  return {
    low: interval === null ? null : share(interval.low),
    high: interval === null ? null : share(interval.high),
    delta: share(comparison.delta),
    limit: share(limit),
  };
}
