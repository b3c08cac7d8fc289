import type { Metric } from './score.ts';

/** A metric of an evaluator, or one that every completed trial has: an amount without an upper end. */
export interface MetricDefinition {
  id: string;
  better: 'higher' | 'lower';
  kind: 'binary' | 'score' | 'amount';
  /** null for amounts. */
  range: [number, number] | null;
  unit?: string;
  pairwise?: true;
}

/** Measured for every completed trial without being asked for. Compared by ratio, not by difference. */
export const amountMetrics: readonly MetricDefinition[] = [
  { id: 'cost', better: 'lower', kind: 'amount', range: null, unit: 'USD' },
  { id: 'latency', better: 'lower', kind: 'amount', range: null, unit: 'ms' },
  { id: 'inputTokens', better: 'lower', kind: 'amount', range: null, unit: 'tokens' },
  { id: 'outputTokens', better: 'lower', kind: 'amount', range: null, unit: 'tokens' },
];

/** Every metric of a run: its evaluators' and the amounts. */
export function metricDefinitions(metrics: readonly Metric[]): MetricDefinition[] {
  return [...metrics, ...amountMetrics];
}

export function findMetric(metrics: readonly Metric[], id: string): MetricDefinition | undefined {
  return metricDefinitions(metrics).find((metric) => metric.id === id);
}
