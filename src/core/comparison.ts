/** Two one-sided bounds, each at `confidence`; the pair is never called a confidence interval. */
export interface Interval {
  low: number;
  high: number;
  confidence: number;
  method: string;
}

/**
 * Whether the bounds on a change of cost, tokens or latency are one number: it was the same in every case. How far other cases lie
 * from it was then not seen, and such bounds say nothing about them. Those of scores reckon with a case that was not seen.
 */
export function isWithoutSpread({ low, high }: Pick<Interval, 'low' | 'high'>): boolean {
  // JSON has null for a bound that is infinite.
  return Number.isFinite(low) && Number.isFinite(high) && high - low <= 1e-9;
}

/**
 * Whether a change, as a share, is above a limit by more than the rounding of its amounts. One that is exactly at its limit is
 * neither above nor below, whatever the numbers were that it was worked out from.
 */
export function isChangeAbove(change: number, limit: number): boolean {
  return change - limit > 1e-9 * (1 + Math.abs(limit));
}

/** Cases that belong together, counted as one: a cluster's value is the mean of its cases'. */
export interface ClusterCounts {
  /** The field of the dataset that names each case's cluster. */
  field: string;
  /** How many the question is about. */
  count: number;
  /** Clusters with a value on both arms, and those of them that got better and worse on average. */
  pairs: number;
  wins: number;
  losses: number;
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
  /** `n` counts the cases with a value; values keep their own unit, and are means over clusters where there are `clusters`. */
  baseline: { value: number; n: number } | null;
  candidate: { value: number; n: number };
  /** Of both arms over `pairs`, which `delta` is about; only where an arm has a value on other cases too. */
  paired?: { baseline: number; candidate: number };
  delta: number | null;
  interval: Interval | null;
  /** Cases with a value on both arms. */
  pairs: number;
  wins: number;
  losses: number;
  /** Cases where a trial failed or a score is missing on either arm. */
  missing: number;
  /**
   * Of a pass/fail metric with repeats: the share of the cases in which every trial passed, over the cases whose
   * trials all have a score. null where an arm has no such case.
   */
  passK?: { baseline: number | null; candidate: number | null };
  /** Of a pass/fail metric with repeats: the cases in which the baseline's own trials disagree. */
  flaky?: number;
  /** Where cases are counted by cluster: `delta` and `interval` are then about the clusters' mean. */
  clusters?: ClusterCounts;
}

/** The arms' values as they stand beside the change: over the same cases where there is one. null where nothing was measured. */
export function sidesOf({
  baseline,
  candidate,
  paired,
}: Pick<Comparison, 'baseline' | 'candidate' | 'paired'>): Record<'baseline' | 'candidate', number | null> {
  if (paired) return paired;
  const measured = (side: Comparison['baseline']) => (side === null || side.n === 0 ? null : side.value);
  return { baseline: measured(baseline), candidate: measured(candidate) };
}

/** A slice in which more cases got worse than chance explains. Reported only; gates do not know it. */
export interface WorseSlice {
  metric: string;
  model: string;
  slice: string;
  /** Cases that got better and worse; with repeats, by their means. */
  wins: number;
  losses: number;
  /** Cases of the slice with a value on both arms. */
  cases: number;
  /** One-sided, of McNemar's exact test. */
  pValue: number;
  /** The p value after Holm's correction over all slices of this metric and model. */
  adjusted: number;
  /** What was tested where cases are counted by cluster; `wins`, `losses` and `cases` are still about cases. */
  clusters?: ClusterCounts;
}

/** A case in which the baseline's own trials disagree on a pass/fail metric. */
export interface FlakyCase {
  case: string;
  model: string;
  metric: string;
  /** How many of the baseline's scored trials passed. */
  passed: number;
  trials: number;
}

/** A case that got worse, for the reports: the metric that fell most. */
export interface Regression {
  case: string;
  model: string;
  metric: string;
  /** Positive is better, as everywhere. */
  delta: number;
  baseline: number;
  candidate: number;
}
