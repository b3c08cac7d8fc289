import type { MetricDefinition } from '../../core/metrics.ts';
import type { MetricPoint } from './history.ts';

/**
 * Where the bounds of a change stand on the scale of the value itself, for drawing: as far from the value as they are
 * from the change. null where there are none on both sides.
 */
export function pointBounds(
  metric: MetricDefinition,
  { value, delta, interval }: Pick<MetricPoint, 'value' | 'delta' | 'interval'>,
): { low: number; high: number } | null {
  if (delta === null || interval === null) return null;
  // JSON has no infinity: such a bound is null in a stored run.
  const { low: least, high: most }: { low: number | null; high: number | null } = interval;
  if (least === null || most === null) return null;
  const at = (bound: number) =>
    metric.kind === 'amount' ? value * ((1 - bound) / (1 - delta)) : value + sign(metric) * (bound - delta);
  const ends = [at(least), at(most)];
  if (!ends.every(Number.isFinite)) return null;
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

function sign({ better }: MetricDefinition): 1 | -1 {
  return better === 'higher' ? 1 : -1;
}
