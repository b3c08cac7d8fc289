import type { Metric } from '../../core/score.ts';

/** What is measured from 0 to 1. */
export function shareMetric(id: string): Metric {
  return { id, better: 'higher', kind: 'score', range: [0, 1] };
}
