import type { Regression } from '../core/comparison.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { tie } from './describe.ts';
import type { Observations } from './observations.ts';
import { improvement, meanOf, type PairedValues, pairValues } from './paired-values.ts';

const mostKept = 100;

/** The cases that got worse on one metric, worst first, ties by id. */
export function regressionsOf(paired: PairedValues): Regression[] {
  const { cases, model, metric } = paired;
  const regressions: Regression[] = [];
  for (const values of cases) {
    const delta = improvement(metric, values);
    if (!(delta < -tie)) continue;
    const baseline = values.baseline ? meanOf(values.baseline) : Number.NaN;
    const candidate = meanOf(values.candidate);
    regressions.push({ case: values.id, model, metric: metric.id, delta, baseline, candidate });
  }
  return regressions.sort((a, b) => a.delta - b.delta || byId(a, b));
}

/**
 * The cases that got worst over all score metrics, at most 100, and how many there are in all; a case counts once a
 * model, by the metric that fell most.
 */
export function worstRegressions(
  observations: Observations,
  metrics: readonly Metric[],
  pairings: readonly ModelPairing[],
): { regressions: Regression[]; regressed: number } {
  const worst = new Map<string, { regression: Regression; fall: number }>();
  for (const metric of metrics) {
    const width = metric.range[1] - metric.range[0];
    for (const pairing of pairings) {
      for (const regression of regressionsOf(pairValues(observations, metric, pairing, null))) {
        // Points of ten and points of one are compared as shares of their range.
        const fall = -regression.delta / width;
        const key = JSON.stringify([regression.case, regression.model]);
        if (fall > (worst.get(key)?.fall ?? 0)) worst.set(key, { regression, fall });
      }
    }
  }
  const regressions = [...worst.values()]
    .sort((a, b) => b.fall - a.fall || byId(a.regression, b.regression))
    .slice(0, mostKept)
    .map(({ regression }) => regression);
  return { regressions, regressed: worst.size };
}

function byId(a: Regression, b: Regression): number {
  return a.case < b.case ? -1 : a.case > b.case ? 1 : 0;
}
