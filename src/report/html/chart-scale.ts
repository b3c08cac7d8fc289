/** A vertical scale with a few round marks. */
export interface Scale {
  from: number;
  to: number;
  ticks: number[];
}

/** Marks at most, both ends counted. */
const mostTicks = 4;
/** Below this a difference is no more than rounding. */
const smallest = 1e-12;
const roundSteps = [1, 2, 2.5, 5, 10];

/**
 * A scale that holds every value, with a little room. It does not leave the range that a metric can have; an amount,
 * which has none, begins at zero, so that twice as much is drawn twice as high.
 */
export function scaleFor(values: readonly number[], range: readonly [number, number] | null): Scale {
  const least = Math.min(...values, ...(range === null ? [0] : []));
  const most = Math.max(...values);
  const room = Math.max(smallest, (most - least || Math.abs(most) || 1) * 0.08);
  const from = range === null && least === 0 ? 0 : Math.max(range?.[0] ?? least - room, least - room);
  const to = Math.min(range?.[1] ?? Number.POSITIVE_INFINITY, most + room);
  // A range that the values do not keep to is no help.
  const [low, high] = from < to ? [from, to] : [least - room, most + room];
  return { from: low, to: high, ticks: ticksBetween(low, high) };
}

function ticksBetween(from: number, to: number): number[] {
  const rough = (to - from) / mostTicks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (roundSteps.find((size) => size * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}
