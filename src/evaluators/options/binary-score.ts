import type { Metric, Score } from '../../core/score.ts';

/** Every built-in measures one thing that is there or is not. */
export function binaryMetric(id: string): Metric {
  return { id, better: 'higher', kind: 'binary', range: [0, 1] };
}

export function passed(metric: string): Score {
  return { metric, value: 1 };
}

export function failed(metric: string, reason: string): Score {
  return { metric, value: 0, reason };
}

export function unscored(metric: string, reason: string): Score {
  return { metric, unscored: reason };
}
