import type { Change, SplitChange } from '../core/drift.ts';
import { metricDefinitions } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import type { ArmName, ModelPairing } from '../core/trial.ts';
import { describePairs } from './describe.ts';
import { answerDifference } from './difference.ts';
import { estimateOf } from './lane.ts';
import type { Observations } from './observations.ts';
import { type PairedValues, pairValues } from './paired-values.ts';

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
  const places = new Map(released.cases.map(({ id }, place) => [id, place]));
  const indexes = new Map(now.cases.map(({ id }, index) => [id, index]));
  const cases = released.cases.flatMap(({ id }) => indexes.get(id) ?? []);
  const common = { repeats: Math.max(now.repeats, released.repeats), answered: true };
  const placesNow = now.cases.map(({ id }) => places.get(id));
  return (
    metricDefinitions(metrics)
      // What an answer was preferred to in another run stands in neither of these.
      .filter(({ kind, id, pairwise }) => !pairwise && (kind !== 'amount' || id === 'cost'))
      .flatMap((metric) =>
        pairings.map(({ pairing, released: model }) => {
          const edit = { ...pairValues(now, metric, pairing, null, cluster, cases), ...common };
          const isCounted = (seen: Observations, arm: ArmName, lane: string) =>
            seen.series(arm, lane, estimateOf(metric.id)) === seen.nothing;
          // What was counted in one run and estimated in the other differs by that too.
          const areOfOneKind =
            isCounted(released, 'candidate', model) === isCounted(now, 'baseline', pairing.baseline.id);
          const atRelease = areOfOneKind
            ? released.series('candidate', model, metric.id).at(placesNow)
            : released.nothing;
          return splitChange({ ...edit, baseline: atRelease, candidate: edit.baseline }, edit);
        }),
      )
  );
}

function splitChange(drift: PairedValues, edit: PairedValues): SplitChange {
  const [before, after] = [describePairs(drift), describePairs(edit)];
  return {
    metric: edit.metric.id,
    model: edit.model,
    cases: edit.cases.length,
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
