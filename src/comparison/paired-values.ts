import type { TimedLate, Unanswerable } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { ArmName, ModelPairing } from '../core/trial.ts';
import type { Clusters } from './clusters.ts';
import { type Observations, type ObservedCase, pairLane } from './observations.ts';
import type { Series } from './series.ts';

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
}

/** @param cases where those are not all of the slice */
export function pairValues(
  observations: Observations,
  metric: MetricDefinition,
  pairing: ModelPairing,
  slice: string | null,
  cluster: string | null = null,
  cases: readonly number[] = observations.caseIndexes(slice),
): PairedValues {
  const { baseline, candidate } = pairing;
  const laneOf = ({ id }: { id: string }) => (metric.pairwise ? pairLane(pairing.id) : id);
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
  };
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

/** Of a case: positive when the candidate is better, in the metric's own unit; NaN where an arm has no value. */
export function improvementOf({ metric, baseline, candidate }: PairedValues): (index: number) => number {
  const sign = metric.better === 'higher' ? 1 : -1;
  return (index) => sign * (candidate.mean(index) - baseline.mean(index));
}
