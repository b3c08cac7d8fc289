import type { Interval } from './comparison.ts';

export type GateStatus = 'pass' | 'fail' | 'inconclusive';

/** How bad each is, beside the others. */
export const severity: Readonly<Record<GateStatus, number>> = { pass: 0, inconclusive: 1, fail: 2 };

/** What one gate said about one model. */
export interface GateOutcome {
  gate: string;
  metric: string | null;
  model: string | null;
  slice: string | null;
  status: GateStatus;
  enforced: boolean;
  /** One stable word, such as `proven-not-worse`. */
  reason: string;
  interval: Interval | null;
  /**
   * What was judged, and so what `interval` bounds: the difference between the arms (positive = better), the
   * candidate's own value in its metric's unit, or single cases. Absent: the report works it out.
   */
  about?: 'difference' | 'value' | 'cases';
  /** Where the limit stands on the scale of `interval`; a margin of 0.05 stands at −0.05. For drawing. */
  limit?: number | null;
  /**
   * The two values that a difference is between, and that difference, over the gate's own clusters; only where it counts cases
   * by cluster. On the scales of `Comparison`.
   */
  seen?: { baseline: number | null; candidate: number | null; delta: number | null };
  /** One entry a must-pass case, for readers that list cases. */
  cases?: { case: string; status: GateStatus; text: string }[];
  /** What the gate asks for, in words. */
  expected: string;
  /** What was seen, in words. */
  actual: string;
  /** The whole sentence for people. */
  text: string;
}

export interface Verdict {
  /** The worst enforced outcome; only `pass` promotes. */
  status: GateStatus;
  /** One sentence that says why; names every gate that failed. */
  headline: string;
  outcomes: GateOutcome[];
}
