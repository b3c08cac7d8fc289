import { Clusters } from '../../src/comparison/clusters.ts';
import type { ObservedCase } from '../../src/comparison/observations.ts';
import type { PairedValues } from '../../src/comparison/paired-values.ts';
import { Series } from '../../src/comparison/series.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';

export const passFail: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
export const graded: MetricDefinition = { id: 'quality', better: 'higher', kind: 'score', range: [0, 1] };
export const cost: MetricDefinition = { id: 'cost', better: 'lower', kind: 'amount', range: null };
export const latency: MetricDefinition = { id: 'latency', better: 'lower', kind: 'amount', range: null };

/** What both arms gave on one case, one value a repeat. */
export interface DrawnCase {
  baseline: number[];
  candidate: number[];
}

/** Room for the numbers of a run. It is filled again for every draw. */
export interface Room {
  metric: MetricDefinition;
  repeats: number;
  observed: ObservedCase[];
  clusters: Clusters | null;
  cases: DrawnCase[];
}

export function emptyRoom(metric: MetricDefinition, cases: number, repeats: number): Room {
  return {
    metric,
    repeats,
    observed: Array.from({ length: cases }, (_, index) => ({
      id: `case-${index}`,
      tags: [],
      critical: false,
    })),
    clusters: null,
    cases: Array.from({ length: cases }, () => ({
      baseline: new Array<number>(repeats).fill(0),
      candidate: new Array<number>(repeats).fill(0),
    })),
  };
}

/** The same for so many clusters, of so many cases each, that stand next to each other. */
export function clusteredRoom(metric: MetricDefinition, clusters: number, size: number): Room {
  const room = emptyRoom(metric, clusters * size, 1);
  const customers = room.observed.map((_, index) => ({ variables: { customer: Math.floor(index / size) } }));
  return { ...room, clusters: new Clusters(customers, 'customer') };
}

/** The numbers in the form that the gates read. */
export function pairsOf({ metric, repeats, observed, clusters, cases }: Room): PairedValues {
  const seriesOf = (arm: keyof DrawnCase) =>
    new Series(Float64Array.from(cases.flatMap((drawn) => drawn[arm])), repeats);
  return {
    metric,
    model: 'simulated',
    slice: null,
    clusters,
    repeats,
    hasBaseline: true,
    answered: true,
    observed,
    cases: [...cases.keys()],
    baseline: seriesOf('baseline'),
    candidate: seriesOf('candidate'),
  };
}

/** A run of pass/fail cases in which `wins` and `losses` flipped and nothing else did; the last `wrong` fail on both arms. */
export function flippedPairs(wins: number, losses: number, cases: number, wrong = 0): PairedValues {
  const room = emptyRoom(passFail, cases, 1);
  room.cases.forEach(({ baseline, candidate }, index) => {
    const isWrong = index >= cases - wrong;
    baseline.fill(isWrong || index < wins ? 0 : 1);
    candidate.fill(isWrong || (index >= wins && index < wins + losses) ? 0 : 1);
  });
  return pairsOf(room);
}

/** The candidate alone, one value a case. */
export function candidateOnly(metric: MetricDefinition, values: readonly number[]): PairedValues {
  const room = emptyRoom(metric, values.length, 1);
  room.cases.forEach(({ candidate }, index) => {
    candidate.fill(values[index] ?? Number.NaN);
  });
  return pairsOf(room);
}
