import type { Change, SplitChange } from '../core/drift.ts';
import { type MetricDefinition, metricDefinitions } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { describePairs } from './describe.ts';
import { answerDifference } from './difference.ts';
import type { Observations } from './observations.ts';
import { clusterIn, type PairedValues, type Values } from './paired-values.ts';

/** A pairing of this run whose baseline ran on the same settings as it did in its release run. */
export interface ReleasedPairing {
  pairing: ModelPairing & { baseline: NonNullable<ModelPairing['baseline']> };
  /** What the release run calls these settings. */
  released: string;
}

const unasked = { confidence: 0.95, threshold: null, relative: null };

/**
 * Splits the way from a version at its release to a candidate of today: what the model did under that version, and
 * what the edit did. Over the cases of `released` (the release run, whose candidate the version was), all of which
 * `now` has, counted by `cluster` where there is one. Latency is left out: two runs at two hours differ in more than the model.
 */
export function splitChanges(
  now: Observations,
  released: Observations,
  pairings: readonly ReleasedPairing[],
  metrics: readonly Metric[],
  cluster: string | null = null,
): SplitChange[] {
  const repeats = Math.max(now.repeats, released.repeats);
  return (
    metricDefinitions(metrics)
      // What an answer was preferred to in another run stands in neither of these.
      .filter(({ kind, id, pairwise }) => !pairwise && (kind !== 'amount' || id === 'cost'))
      .flatMap((metric) =>
        pairings.map((pairing) => {
          const series = seriesOf(now, released, pairing, metric, cluster);
          const model = pairing.pairing.id;
          const common = { metric, model, slice: null, cluster, repeats, hasBaseline: true, answered: true };
          return splitChange(common, series);
        }),
      )
  );
}

/** What one case came to, three times. */
interface Series {
  id: string;
  cluster: string | null;
  atRelease: Values;
  now: Values;
  candidate: Values;
}

function seriesOf(
  now: Observations,
  released: Observations,
  { pairing, released: model }: ReleasedPairing,
  { id: metric }: MetricDefinition,
  cluster: string | null,
): Series[] {
  const indexes = new Map(now.cases.map(({ id }, index) => [id, index]));
  const atRelease = released.values('candidate', model, metric);
  const before = now.values('baseline', pairing.baseline.id, metric);
  const after = now.values('candidate', pairing.candidate.id, metric);
  return released.cases.flatMap(({ id }, place) => {
    const index = indexes.get(id);
    if (index === undefined) return [];
    return {
      id,
      cluster: clusterIn(now.cases[index], cluster),
      atRelease: atRelease(place),
      now: before(index),
      candidate: after(index),
    };
  });
}

function splitChange(common: Omit<PairedValues, 'cases'>, series: readonly Series[]): SplitChange {
  const drift = {
    ...common,
    cases: series.map(({ atRelease, now, ...item }) => ({ ...item, baseline: atRelease, candidate: now })),
  };
  const edit = {
    ...common,
    cases: series.map(({ now, ...item }) => ({ ...item, baseline: now })),
  };
  const [before, after] = [describePairs(drift), describePairs(edit)];
  return {
    metric: common.metric.id,
    model: common.model,
    cases: series.length,
    atRelease: seen(before.baseline),
    now: seen(after.baseline),
    candidate: seen(after.candidate),
    drift: changeOf(drift, before.delta),
    edit: changeOf(edit, after.delta),
  };
}

function seen(side: { value: number; n: number } | null): number | null {
  return side === null || side.n === 0 ? null : side.value;
}

function changeOf(paired: PairedValues, delta: number | null): Change {
  return { delta, interval: answerDifference(paired, unasked).interval };
}
