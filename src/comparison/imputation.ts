import type { MetricDefinition } from '../core/metrics.ts';
import type { PairedValues } from './paired-values.ts';
import { perUnit } from './units.ts';

/**
 * The difference of every case (or cluster: the mean of its cases') with the missing values filled in. For the bound that could pass, a missing
 * candidate counts as the worst and a missing baseline as the best; for the bound that could fail, the
 * other way round.
 */
export function imputedDifferences(
  paired: PairedValues,
  view: 'pessimistic' | 'optimistic',
  relative: number | null,
): number[] {
  const { metric, baseline, candidate } = paired;
  const [low, high] = metric.range ?? [0, 0];
  const [worst, best] = metric.better === 'higher' ? [low, high] : [high, low];
  const [forCandidate, forBaseline] = view === 'pessimistic' ? [worst, best] : [best, worst];
  return perUnit(paired, (index) =>
    differenceOf(
      metric,
      candidate.meanWith(index, forCandidate),
      baseline.meanWith(index, forBaseline),
      relative,
    ),
  );
}

/** Positive when the candidate is better; with a relative margin, measured from the scaled baseline. */
export function differenceOf(
  metric: MetricDefinition,
  candidate: number,
  baseline: number,
  relative: number | null,
): number {
  if (metric.better === 'higher') return candidate - (1 + (relative ?? 0)) * baseline;
  return (1 - (relative ?? 0)) * baseline - candidate;
}

/** The worst and the best difference that can occur. */
export function differenceRange(metric: MetricDefinition, relative: number | null): [number, number] {
  const [low, high] = metric.range ?? [0, 0];
  const [worst, best] = metric.better === 'higher' ? [low, high] : [high, low];
  return [differenceOf(metric, worst, best, relative), differenceOf(metric, best, worst, relative)];
}
