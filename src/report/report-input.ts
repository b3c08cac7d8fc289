import type { Regression } from '../core/comparison.ts';
import type { Json } from '../core/json.ts';
import type { RunFile } from '../core/run-file.ts';

/** Everything that a report is made from. Reports show it; they measure and decide nothing. */
export interface ReportInput {
  run: RunFile;
  /** The worst regressions with their texts, worst first. */
  worst: WorstCase[];
  /** What could not be read from the run's folder, in words. */
  gaps?: string[];
}

/** A case that got worse, with what both arms answered. */
export interface WorstCase extends Regression {
  tags: string[];
  critical: boolean;
  /** undefined where its line is lost. */
  variables: Record<string, Json> | undefined;
  expected: Json | undefined;
  /** null where the trial failed or is not there. */
  baselineText: string | null;
  candidateText: string | null;
  /** Why an evaluator gave its score, or why a call failed. */
  reasons: { evaluatorMetric: string; baseline?: string; candidate?: string }[];
}

export interface ReportOptions {
  /** Shows the values of variables that a prompt marks as sensitive; default false. */
  showSensitive?: boolean;
  /** Where the pages above this one stand, seen from it; only of a report that is part of a site. */
  home?: { portfolio: string; history: string };
  /** The page of the CI job that made it; only in Markdown. */
  job?: string;
}
