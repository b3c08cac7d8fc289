import type { Comparison, FlakyCase } from '../core/comparison.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import type { Observations } from './observations.ts';
import { hasMissing, type PairedValues, pairValues, type Values } from './paired-values.ts';

const mostKept = 100;

/** What repeats show beside the mean; nothing of other metrics than pass/fail ones, and nothing of single trials. */
export function describeRepeats(paired: PairedValues): Pick<Comparison, 'passK' | 'flaky'> {
  if (paired.metric.kind !== 'binary' || paired.repeats === 1) return {};
  const best = bestValue(paired.metric);
  return {
    passK: {
      baseline: allPassedShare(
        paired.cases.map((values) => values.baseline),
        best,
      ),
      candidate: allPassedShare(
        paired.cases.map((values) => values.candidate),
        best,
      ),
    },
    flaky: flakyOf(paired).length,
  };
}

/** The cases in which the baseline's own trials disagree, closest to a coin flip first; at most 100. */
export function flakyCases(
  observations: Observations,
  metrics: readonly Metric[],
  pairings: readonly ModelPairing[],
): FlakyCase[] {
  if (observations.repeats === 1) return [];
  return metrics
    .flatMap((metric) => pairings.map((pairing) => pairValues(observations, metric, pairing, null)))
    .flatMap(flakyOf)
    .sort((a, b) => decidedness(a) - decidedness(b))
    .slice(0, mostKept);
}

/** The value of a trial that passed. */
export function bestValue({ better, range }: MetricDefinition): number {
  const [lowest, highest] = range ?? [0, 1];
  return better === 'higher' ? highest : lowest;
}

/** Over the cases whose trials all have a score: one that lacks a trial may have passed it or not. */
function allPassedShare(cases: readonly (Values | null)[], best: number): number | null {
  const complete = cases.filter((values) => values !== null && !hasMissing(values));
  if (complete.length === 0) return null;
  const passed = complete.filter((values) => values?.every((value) => value === best));
  return passed.length / complete.length;
}

function flakyOf({ metric, model, cases }: PairedValues): FlakyCase[] {
  if (metric.kind !== 'binary') return [];
  const best = bestValue(metric);
  return cases
    .map(({ id, baseline }) => {
      const scored = (baseline ?? []).filter((value) => !Number.isNaN(value));
      const passed = scored.filter((value) => value === best).length;
      return { case: id, model, metric: metric.id, passed, trials: scored.length };
    })
    .filter(({ passed, trials }) => passed > 0 && passed < trials);
}

function decidedness({ passed, trials }: FlakyCase): number {
  return Math.abs(passed / trials - 0.5);
}
