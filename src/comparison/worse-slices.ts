import type { Comparison, WorseSlice } from '../core/comparison.ts';
import type { Metric } from '../core/score.ts';
import { holm } from '../statistics/holm.ts';
import { mcnemar } from '../statistics/mcnemar.ts';

/** The chance that a metric and model with no worse slice at all shows one. */
const falseAlarm = 0.05;

/**
 * The slices in which more cases got worse than chance explains: McNemar's exact one-sided test on the cases that
 * changed, with Holm's correction over all slices of a metric and model. With repeats a case counts once, by whether
 * its mean fell or rose. So does a cluster: its cases fall together, and as so many cases they would be far too sure.
 * Cases without a value on both arms are left out, so this reports and never decides.
 */
export function findWorseSlices(
  comparisons: readonly Comparison[],
  metrics: readonly Metric[],
): WorseSlice[] {
  const binary = new Set(metrics.filter(({ kind }) => kind === 'binary').map(({ id }) => id));
  const families = new Map<string, WorseSlice[]>();
  for (const comparison of comparisons) {
    const { metric, model, slice, wins, losses, pairs, clusters } = comparison;
    if (slice === null || !binary.has(metric)) continue;
    const key = JSON.stringify([metric, model]);
    const pValue = mcnemar(clusters ?? { wins, losses }).pWorse;
    const tested = {
      metric,
      model,
      slice,
      wins,
      losses,
      cases: pairs,
      pValue,
      adjusted: pValue,
      ...(clusters && { clusters }),
    };
    families.set(key, [...(families.get(key) ?? []), tested]);
  }
  return [...families.values()]
    .flatMap(adjust)
    .filter((slice) => slice.adjusted <= falseAlarm)
    .sort((a, b) => a.adjusted - b.adjusted || a.pValue - b.pValue);
}

function adjust(slices: readonly WorseSlice[]): WorseSlice[] {
  const adjusted = holm(slices.map((slice) => slice.pValue));
  return slices.map((slice, index) => ({ ...slice, adjusted: adjusted[index] ?? 1 }));
}
