/** What an evaluator measures. */
export interface Metric {
  id: string;
  better: 'higher' | 'lower';
  /** `binary`: 0 or 1 a trial, compared exactly. `score`: a number within `range`. */
  kind: 'binary' | 'score';
  /** The smallest and the largest value that can occur; the bounds of a score rest on it. */
  range: [number, number];
  unit?: string;
  /**
   * It says which of the two arms' answers to a case is better: 1 is a win, 0.5 a tie, 0 a loss, and each arm's value is what is
   * missing of the other's to 1. Without a baseline there is none.
   */
  pairwise?: true;
}

export type Score =
  | { metric: string; value: number; reason?: string }
  /** `awaits`: no failure; a person has yet to say it. */
  | { metric: string; unscored: string; awaits?: 'review' };
