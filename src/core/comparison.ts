/** Two one-sided bounds, each at `confidence`; the pair is never called a confidence interval. */
export interface Interval {
  low: number;
  high: number;
  confidence: number;
  method: string;
}

/**
 * One metric on one model and slice. `delta` and `interval` are positive when the candidate is better:
 * score units for scores, relative change for cost, latency and tokens (0.1 = 10 % cheaper).
 */
export interface Comparison {
  metric: string;
  model: string;
  /** A tag, or null for all cases. */
  slice: string | null;
  better: 'higher' | 'lower';
  /** `n` counts the cases with a value; values keep their own unit. */
  baseline: { value: number; n: number } | null;
  candidate: { value: number; n: number };
  delta: number | null;
  interval: Interval | null;
  /** Cases with a value on both arms. */
  pairs: number;
  wins: number;
  losses: number;
  /** Cases where a trial failed or a score is missing on either arm. */
  missing: number;
}

/** A case that got worse, for the reports: the metric that fell most. */
export interface Regression {
  case: string;
  model: string;
  metric: string;
  delta: number;
  baseline: number;
  candidate: number;
}
