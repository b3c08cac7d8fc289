/** What an evaluator measures. */
export interface Metric {
  id: string;
  better: 'higher' | 'lower';
  /** `binary`: 0 or 1 a trial, compared exactly. `score`: a number within `range`. */
  kind: 'binary' | 'score';
  /** The smallest and the largest value that can occur; the bounds of a score rest on it. */
  range: [number, number];
  unit?: string;
}

export type Score = { metric: string; value: number; reason?: string } | { metric: string; unscored: string };
