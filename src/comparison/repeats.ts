import type { Comparison, FlakyCase } from '../core/comparison.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { countOf } from './count-of.ts';
import { firstOf } from './first-of.ts';
import type { Observations } from './observations.ts';
import { caseId, type PairedValues, pairValues } from './paired-values.ts';
import type { Series } from './series.ts';

const mostKept = 100;

/** What repeats show beside the mean; nothing of other metrics than pass/fail ones, and nothing of single trials. */
export function describeRepeats(paired: PairedValues): Pick<Comparison, 'passK' | 'flaky'> {
  const { metric, repeats, baseline, candidate, cases } = paired;
  if (metric.kind !== 'binary' || repeats === 1) return {};
  const best = bestValue(metric);
  return {
    passK: {
      baseline: allPassedShare(baseline, cases, best),
      candidate: allPassedShare(candidate, cases, best),
    },
    flaky: countOf(cases, (index) => isFlaky(baseline, index, best)),
  };
}

/** The cases in which the baseline's own trials disagree, closest to a coin flip first; at most 100. */
export function flakyCases(
  observations: Observations,
  metrics: readonly Metric[],
  pairings: readonly ModelPairing[],
): FlakyCase[] {
  if (observations.repeats === 1) return [];
  const all = metrics
    .filter(({ kind }) => kind === 'binary')
    .flatMap((metric) => pairings.map((pairing) => pairValues(observations, metric, pairing, null)));
  return firstOf(flakyOf(all), mostKept, (a, b) => decidedness(a) - decidedness(b));
}

/** The value of a trial that passed. */
export function bestValue({ better, range }: MetricDefinition): number {
  const [lowest, highest] = range ?? [0, 1];
  return better === 'higher' ? highest : lowest;
}

/** Over the cases whose trials all have a score: one that lacks a trial may have passed it or not. */
function allPassedShare(series: Series, cases: readonly number[], best: number): number | null {
  const complete = cases.filter((index) => !series.hasMissing(index));
  if (complete.length === 0) return null;
  return countOf(complete, (index) => series.count(index, best) === series.repeats) / complete.length;
}

function isFlaky(series: Series, index: number, best: number): boolean {
  const passed = series.count(index, best);
  return passed > 0 && passed < series.measured(index);
}

function* flakyOf(all: readonly PairedValues[]): Generator<FlakyCase> {
  for (const { metric, model, baseline, cases, observed } of all) {
    const best = bestValue(metric);
    for (const index of cases) {
      if (!isFlaky(baseline, index, best)) continue;
      const [passed, trials] = [baseline.count(index, best), baseline.measured(index)];
      yield { case: caseId({ observed }, index), model, metric: metric.id, passed, trials };
    }
  }
}

function decidedness({ passed, trials }: FlakyCase): number {
  return Math.abs(passed / trials - 0.5);
}
