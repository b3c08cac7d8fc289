import type { PairedValues } from '../../src/comparison/paired-values.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';

export const passFail: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
export const graded: MetricDefinition = { id: 'quality', better: 'higher', kind: 'score', range: [0, 1] };
export const cost: MetricDefinition = { id: 'cost', better: 'lower', kind: 'amount', range: null };
export const latency: MetricDefinition = { id: 'latency', better: 'lower', kind: 'amount', range: null };

/** Room for the numbers of a run, in the form that the gates read. It is filled again for every draw. */
export function emptyPairs(metric: MetricDefinition, cases: number, repeats: number): PairedValues {
  return {
    metric,
    model: 'simulated',
    slice: null,
    cluster: null,
    repeats,
    hasBaseline: true,
    answered: true,
    cases: Array.from({ length: cases }, (_, index) => ({
      id: `case-${index}`,
      cluster: null,
      baseline: new Array<number>(repeats).fill(0),
      candidate: new Array<number>(repeats).fill(0),
    })),
  };
}

/** The same for so many clusters, of so many cases each, that stand next to each other. */
export function clusteredPairs(metric: MetricDefinition, clusters: number, size: number): PairedValues {
  const pairs = emptyPairs(metric, clusters * size, 1);
  const cases = pairs.cases.map((values, index) => ({
    ...values,
    cluster: `customer-${Math.floor(index / size)}`,
  }));
  return { ...pairs, cases, cluster: 'customer' };
}

/** A run of pass/fail cases in which `wins` and `losses` flipped and nothing else did. */
export function flippedPairs(wins: number, losses: number, cases: number): PairedValues {
  const pairs = emptyPairs(passFail, cases, 1);
  pairs.cases.forEach(({ baseline, candidate }, index) => {
    baseline?.fill(index < wins ? 0 : 1);
    candidate.fill(index >= wins && index < wins + losses ? 0 : 1);
  });
  return pairs;
}

/** The candidate alone, one value a case. */
export function candidateOnly(metric: MetricDefinition, values: readonly number[]): PairedValues {
  const pairs = emptyPairs(metric, values.length, 1);
  pairs.cases.forEach(({ candidate }, index) => {
    candidate.fill(values[index] ?? Number.NaN);
  });
  return pairs;
}
