import type { ArmName } from './trial.ts';

/** How far an evaluator's scores of one metric agree with what people said of the same answers. */
export interface Calibration {
  /** Answers that a person labelled. */
  labelled: number;
  /** The share of them to which the evaluator gave the same value. */
  agreement: number;
  /** Cohen's kappa: 1 is full agreement, 0 what chance alone would give. */
  kappa: {
    /** null where all labels and scores are one and the same. */
    value: number | null;
    /** One-sided at `confidence`, with one disagreement more than was seen; −1 where nothing is known. */
    atLeast: number;
    /** Two-sided at `confidence`, as of large samples; null with `value`. */
    interval: { low: number; high: number } | null;
    confidence: number;
    /** Of a score, a disagreement counts by the square of its distance. */
    weights: 'none' | 'quadratic';
  };
  arms: ArmCalibration[];
  /** null without a baseline, or where fewer than two of its cases are labelled on both arms. */
  difference: RectifiedDifference | null;
}

export interface ArmCalibration {
  arm: ArmName;
  labelled: number;
  agreement: number;
  /** Only of pass/fail metrics: of the answers that people pass, the share that the evaluator passes. */
  sensitivity: LabelledShare | null;
  /** Only of pass/fail metrics: of the answers that people fail, the share that the evaluator fails. */
  specificity: LabelledShare | null;
}

/** A share with its exact two-sided 95 % interval. */
export interface LabelledShare {
  agreed: number;
  of: number;
  low: number;
  high: number;
}

/** Candidate − baseline, positive when the candidate is better, in score units. */
export interface RectifiedDifference {
  /** As the evaluator has it. */
  judged: number;
  /** Put right by the labels, with its two-sided interval. */
  rectified: number;
  low: number;
  high: number;
  confidence: number;
  /** Cases that were labelled on both arms, and all with two scores. */
  labelledPairs: number;
  pairs: number;
}

/** `.prompteval/calibration/<prompt>/<metric>.json`: committed, so that gates can rest on it. */
export interface CalibrationRecord extends Calibration {
  formatVersion: 1;
  prompt: string;
  metric: string;
  /** Digest of the evaluator that was calibrated; another wording is another judge. */
  evaluator: string;
  /** The run whose answers were labelled. */
  run: string;
  /** ISO 8601 UTC. */
  at: string;
  by: string;
}
