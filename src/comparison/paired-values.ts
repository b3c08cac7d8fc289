import { clusterOf } from '../core/cluster.ts';
import type { TimedLate, Unanswerable } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { ModelPairing } from '../core/trial.ts';
import { type Observations, type ObservedCase, pairLane } from './observations.ts';

/** The values of one case on one arm, one a repeat; NaN where missing. */
export type Values = number[];

/** The repeats of one case on both arms; NaN where missing. `baseline` is null where there is none. */
export interface CaseValues {
  id: string;
  /** Which cluster it belongs to; null where cases are not counted by cluster. */
  cluster: string | null;
  baseline: Values | null;
  candidate: Values;
}

/** One metric on one model and slice, case by case. */
export interface PairedValues {
  metric: MetricDefinition;
  model: string;
  slice: string | null;
  /** The field that names each case's cluster; null where every case stands for itself. */
  cluster: string | null;
  repeats: number;
  hasBaseline: boolean;
  /** Whether every arm was answered at all; where it was not, nothing else can be read from missing values. */
  answered: boolean;
  cases: CaseValues[];
  /** Of latencies: where they may be too long by more than can be borne. */
  late?: TimedLate;
  /** Of such: the shortest that the latencies of the cases can have been. */
  shortest?: CaseValues[];
}

export function pairValues(
  observations: Observations,
  metric: MetricDefinition,
  pairing: ModelPairing,
  slice: string | null,
  cluster: string | null = null,
): PairedValues {
  const { baseline, candidate } = pairing;
  const laneOf = ({ id }: { id: string }) => (metric.pairwise ? pairLane(pairing.id) : id);
  const before = baseline && observations.values('baseline', laneOf(baseline), metric.id);
  const after = observations.values('candidate', laneOf(candidate), metric.id);
  const cases = observations.caseIndexes(slice).map((index) => ({
    id: observations.cases[index]?.id ?? '',
    cluster: clusterIn(observations.cases[index], cluster),
    baseline: before?.(index) ?? null,
    candidate: after(index),
  }));
  return {
    metric,
    model: pairing.id,
    slice,
    cluster,
    repeats: observations.repeats,
    hasBaseline: baseline !== null,
    answered:
      observations.answered('candidate', candidate.id) &&
      (baseline === null || observations.answered('baseline', baseline.id)),
    cases,
  };
}

/** The same of the cases of a slice alone; `all` has every case. */
export function inSlice(all: PairedValues, observations: Observations, slice: string | null): PairedValues {
  if (slice === null) return all;
  const cases = observations.caseIndexes(slice).flatMap((index) => all.cases[index] ?? []);
  return { ...all, slice, cases };
}

/** Which cluster a case belongs to. A run checks its cases before it begins; a stored one may have been changed since. */
export function clusterIn(observed: ObservedCase | undefined, field: string | null): string | null {
  if (field === null) return null;
  const cluster = observed && clusterOf(observed, field);
  if (cluster) return cluster;
  throw new Error(`the case ${observed?.id} has no value for "${field}", by which cases are counted`);
}

/** Why no case has a value that could be used: an unknown price is not a failed call. */
export function reasonForNothing({ metric, answered, cases }: PairedValues): Unanswerable {
  if (!answered || cases.length === 0) return 'no-values';
  if (metric.id === 'cost') return 'no-price';
  return metric.id === 'latency' ? 'no-latency' : 'no-values';
}

/** The mean of what was measured; NaN where nothing was. */
export function meanOf(values: Values): number {
  return meanWith(values, Number.NaN);
}

/** The mean with every missing value taken as `substitute`; with NaN, missing values are left out. */
export function meanWith(values: Values, substitute: number): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    const used = Number.isNaN(value) ? substitute : value;
    if (Number.isNaN(used)) continue;
    sum += used;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** The mean of the logarithms. */
export function meanLogOf(values: Values): number {
  return meanOf(values.map(logOf));
}

/** The logarithm of a latency in milliseconds; one below a microsecond counts as one. */
export function logOf(latencyMs: number): number {
  return Math.log(Math.max(latencyMs, 0.001));
}

export function hasMissing(values: Values | null): boolean {
  return values?.some(Number.isNaN) ?? false;
}

/** Cases in which a trial or a score is missing; one where both arms miss counts once. */
export function countMissing(cases: readonly CaseValues[]): number {
  return cases.filter((values) => hasMissing(values.baseline) || hasMissing(values.candidate)).length;
}

/** Positive when the candidate is better, in the metric's own unit; NaN where an arm has no value. */
export function improvement(metric: MetricDefinition, values: CaseValues): number {
  if (values.baseline === null) return Number.NaN;
  const difference = meanOf(values.candidate) - meanOf(values.baseline);
  return metric.better === 'higher' ? difference : -difference;
}
