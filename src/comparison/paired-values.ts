import type { TimedLate, Unanswerable } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { ArmName, ModelPairing } from '../core/trial.ts';
import type { Clusters } from './clusters.ts';
import { estimateOf } from './lane.ts';
import { type Observations, type ObservedCase, pairLane } from './observations.ts';
import { Series } from './series.ts';

/** One metric on one model and slice: what both arms got, and the indexes of the cases that this is about. */
export interface PairedValues {
  metric: MetricDefinition;
  model: string;
  slice: string | null;
  /** null where every case stands for itself. */
  clusters: Clusters | null;
  repeats: number;
  hasBaseline: boolean;
  /** Whether every arm was answered at all; where it was not, nothing else can be read from missing values. */
  answered: boolean;
  /** Every case that has an index. */
  observed: readonly ObservedCase[];
  /** Of every such case. Where there is no baseline, it has no value. */
  baseline: Series;
  candidate: Series;
  cases: readonly number[];
  /** Of latencies: where they may be too long by more than can be borne. */
  late?: TimedLate;
  /** Of such: the shortest that they can have been. */
  shortest?: Record<ArmName, Series>;
  /** Of tokens and cost: 1 where the provider reported no usage, so that it was estimated. Absent where none was. */
  estimates?: Record<ArmName, Series>;
  /** 1 where it was for one arm only, so that both values are left out. Absent where none are. */
  apart?: Series;
}

/**
 * What can be compared: tokens that were estimated on one arm only cannot be.
 *
 * @param cases where those are not all of the slice
 */
export function pairValues(...asked: Parameters<typeof valuesOfArms>): PairedValues {
  return onlyComparable(valuesOfArms(...asked));
}

/** All that each arm got, for what is asked of one of them alone. */
export function valuesOfArms(
  observations: Observations,
  metric: MetricDefinition,
  pairing: ModelPairing,
  slice: string | null,
  cluster: string | null = null,
  cases: readonly number[] = observations.caseIndexes(slice),
): PairedValues {
  const { baseline, candidate } = pairing;
  const laneOf = ({ id }: { id: string }) => (metric.pairwise ? pairLane(pairing.id) : id);
  const estimates = {
    baseline: baseline
      ? observations.series('baseline', laneOf(baseline), estimateOf(metric.id))
      : observations.nothing,
    candidate: observations.series('candidate', laneOf(candidate), estimateOf(metric.id)),
  };
  const isCounted = Object.values(estimates).every((series) => series === observations.nothing);
  return {
    metric,
    model: pairing.id,
    slice,
    clusters: cluster === null ? null : clustersWith(observations, cluster, cases),
    repeats: observations.repeats,
    hasBaseline: baseline !== null,
    answered:
      observations.answered('candidate', candidate.id) &&
      (baseline === null || observations.answered('baseline', baseline.id)),
    observed: observations.cases,
    baseline: baseline ? observations.series('baseline', laneOf(baseline), metric.id) : observations.nothing,
    candidate: observations.series('candidate', laneOf(candidate), metric.id),
    cases,
    ...(!isCounted && { estimates }),
  };
}

/**
 * Without the trials whose tokens were estimated on one arm only: an estimate sees no reasoning, so that beside a count it
 * would look like a saving. Where a case has both kinds, only trials of one kind on both arms are left of it.
 */
export function onlyComparable(paired: PairedValues): PairedValues {
  const { estimates, hasBaseline, observed, repeats } = paired;
  if (!estimates || !hasBaseline) return paired;
  const mixed = paired.cases.filter((index) => isMixed(paired, estimates, index));
  if (mixed.length === 0) return paired;
  const baseline = new Series(paired.baseline.values.slice(), repeats);
  const candidate = new Series(paired.candidate.values.slice(), repeats);
  const apart = Series.missing(observed.length, repeats);
  for (const index of mixed) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const isMissing = [paired.baseline, paired.candidate].some((arm) =>
        Number.isNaN(arm.value(index, repeat)),
      );
      const isOfOneKind = Object.is(
        estimates.baseline.value(index, repeat),
        estimates.candidate.value(index, repeat),
      );
      if (isOfOneKind && !isMissing) continue;
      const position = index * repeats + repeat;
      if (!isMissing) apart.put(position, 1);
      baseline.put(position, Number.NaN);
      candidate.put(position, Number.NaN);
    }
  }
  return { ...paired, baseline, candidate, apart };
}

/** Whether some of a case's values were estimated and others counted. */
function isMixed(
  { baseline, candidate }: PairedValues,
  estimates: Record<ArmName, Series>,
  index: number,
): boolean {
  const estimated = estimates.baseline.measured(index) + estimates.candidate.measured(index);
  return estimated > 0 && estimated < baseline.measured(index) + candidate.measured(index);
}

/** A run checks its cases before it begins; a stored one may have been changed since. */
function clustersWith(observations: Observations, field: string, cases: readonly number[]): Clusters {
  const clusters = observations.clusters(field);
  const without = cases.find((index) => !clusters.has(index));
  if (without === undefined) return clusters;
  const { id } = observations.cases[without] ?? {};
  throw new Error(`the case ${id} has no value for "${field}", by which cases are counted`);
}

export function caseId({ observed }: Pick<PairedValues, 'observed'>, index: number): string {
  return observed[index]?.id ?? '';
}

/** Why no case has a value that could be used: an unknown price is not a failed call. */
export function reasonForNothing({ metric, answered, cases }: PairedValues): Unanswerable {
  if (!answered || cases.length === 0) return 'no-values';
  if (metric.id === 'cost') return 'no-price';
  return metric.id === 'latency' ? 'no-latency' : 'no-values';
}

/**
 * Of a case: positive when the candidate is better; NaN where an arm has no value. In the metric's own unit, but for latencies: of
 * those it is the logarithm of their ratio, by which a gate decides. With repeats, one slow trial can turn their plain means around.
 */
export function improvementOf({ metric, baseline, candidate }: PairedValues): (index: number) => number {
  const sign = metric.better === 'higher' ? 1 : -1;
  const [before, after] = metric.id === 'latency' ? [baseline.logs, candidate.logs] : [baseline, candidate];
  return (index) => sign * (after.mean(index) - before.mean(index));
}
