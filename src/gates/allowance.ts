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

type DifferenceGate = Extract<Gate, { rule: 'noWorseThan' | 'betterThan' }>;

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

/**
 * The room that a gate leaves below the best difference there is: every case as bad as can be on the baseline and as good
 * as can be on the candidate. What that does not prove, nothing does. The share is that of the way to the worst difference.
 */
export function gainAllowance(gate: DifferenceGate, { better, range }: MetricDefinition): Allowance {
  const { kind, value } = gate.rule === 'betterThan' ? gate.by : gate.margin;
  const [low, high] = range ?? [0, 1];
  const width = high - low;
  const sign = gate.rule === 'betterThan' ? 1 : -1;
  const most = kind === 'absolute' ? width : 1;
  // A margin is room itself; a gain takes it away. The same turns one into the other and back.
  const turned = (number: number) => (sign === 1 ? most - number : number);
  // Of a relative one the distance grows with the gain: the baseline is scaled by it.
  const [near, far] = better === 'higher' ? [low, 1] : [high, -1];
  const shareOf = (gain: number) =>
    kind === 'absolute' ? (width - gain) / (2 * width) : (width - gain * near) / ((2 + far * gain) * width);
  const gainOf = (share: number) =>
    kind === 'absolute' ? width * (1 - 2 * share) : (width * (1 - 2 * share)) / (near + far * share * width);
  return {
    size: turned(value),
    most,
    shareOf: (size) => shareOf(sign * turned(size)),
    sizeOf: (share) => turned(sign * gainOf(share)),
    written: turned,
  };
}
