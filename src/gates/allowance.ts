import type { Gate } from '../core/gate.ts';
import type { MetricDefinition } from '../core/metrics.ts';

/**
 * The room that a gate leaves between the best that can be seen and its limit. `size` is that room in the unit of the
 * gate's own number; `share` is what it takes of the way to the worst case that could hide behind what was seen.
 */
export interface Allowance {
  size: number;
  /** Sizes from here on are refused by the config, or allow everything. */
  most: number;
  shareOf(size: number): number;
  sizeOf(share: number): number;
  /** The gate's number that leaves this much room. */
  written(size: number): number;
}

/** The room below 100 % that a proven floor leaves, or a ceiling above the lowest value. */
export function limitAllowance(
  { rule, limit }: { rule: 'min' | 'max'; limit: number },
  [low, high]: [number, number],
): Allowance {
  const width = high - low;
  return {
    size: rule === 'min' ? high - limit : limit - low,
    most: width,
    shareOf: (size) => size / width,
    sizeOf: (share) => share * width,
    written: (size) => (rule === 'min' ? high - size : low + size),
  };
}

/**
 * The margin of `noWorseThan`, for a candidate that scores every case like the baseline. A relative one is tested on
 * candidate − (1 − margin) · baseline, where high values leave the most room: all are taken to be at the top of the range.
 */
export function marginAllowance(
  { margin }: Extract<Gate, { rule: 'noWorseThan' }>,
  { better, range }: MetricDefinition,
): Allowance {
  const [low, high] = range ?? [0, 1];
  const width = high - low;
  const written = (size: number) => size;
  if (margin.kind === 'absolute') {
    return {
      size: margin.value,
      most: width,
      shareOf: (size) => size / width,
      sizeOf: (share) => share * width,
      written,
    };
  }
  // Where less is better, the baseline is scaled up, and so is the distance to the worst case.
  const scaled = better === 'lower';
  return {
    size: margin.value,
    most: 1,
    shareOf: (size) => (size * high) / (width * (scaled ? 1 + size : 1)),
    sizeOf: (share) => {
      const room = high - (scaled ? share * width : 0);
      return room > 0 ? (share * width) / room : Number.POSITIVE_INFINITY;
    },
    written,
  };
}
