import type { MetricDefinition } from '../../core/metrics.ts';

/** A metric that the run may not describe; its numbers are then shown raw. */
export type ShownMetric = MetricDefinition & { unknown?: true };

/**
 * What the page's list needs to know of every row, in columns. A row is one case on one model; rows stand in the order of
 * their importance, so the regressions come first and the details of neighbours lie in one block.
 */
export interface CaseIndex {
  /** Names of the arms as the rest of the page has them; `baseline` is null on a first release. */
  baseline: string | null;
  candidate: string;
  /** How a row is run again, up to the options that name its case and its model; null where it can't be. */
  command: string | null;
  repeats: number;
  metrics: ShownMetric[];
  models: string[];
  slices: string[];
  cases: {
    ids: string[];
    /** The beginning of the first text among the variables. */
    inputs: string[];
    /** Indexes of slices. */
    slices: number[][];
    /** 1 or 0. */
    critical: number[];
  };
  rows: {
    /** Indexes of cases and of models. */
    case: number[];
    model: number[];
    /** A sum of `rowFlags`. */
    flags: number[];
    /** The index of the metric that moved most in the row's direction; −1 where none moved. */
    metric: number[];
    /** A list for each metric: means over the repeats, null where nothing was measured. */
    baseline: (number | null)[][];
    candidate: (number | null)[][];
  };
  /** Rows in one block of details. */
  rowsPerBlock: number;
  /** Rows of which only the scores are kept, because the page would be too large. */
  reduced: number;
}

/** What a row is; several can hold. */
export const rowFlags = {
  /** Some score fell. */
  worse: 1,
  /** Some score rose and none fell. */
  better: 2,
  /** A trial failed, on either arm. */
  failed: 4,
  /** An answer went without a score. */
  unscored: 8,
  /** The arms answered differently, and every score stayed. */
  reworded: 16,
  /** Only its scores are kept. */
  reduced: 32,
} as const;

export type RowFlag = keyof typeof rowFlags;

export function hasFlag(flags: number, flag: RowFlag): boolean {
  return (flags & rowFlags[flag]) !== 0;
}

/** The id of the element that holds the index, and of those that hold the details. */
export const indexElement = 'case-index';

export function blockElement(block: number): string {
  return `case-block-${block}`;
}
