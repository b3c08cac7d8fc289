import type { Split } from './case.ts';
import type { Comparison } from './comparison.ts';
import type { ModelParameters } from './prompt.ts';
import type { Metric } from './score.ts';
import type { Verdict } from './verdict.ts';

/** `sweep.json`: several variants × models × settings against stable, for an author. It never promotes. */
export interface SweepFile {
  formatVersion: 1;
  /** `sweep-20261121-154501-9f3c1a` */
  id: string;
  prompt: string;
  /** `incomplete`: its budget was spent before every trial was asked. */
  status: 'complete' | 'incomplete';
  /** Whether --filter, --first, --case or --split left cases out; such a sweep is no attempt. */
  narrowed: boolean;
  alias: string;
  /** null where the alias names nothing yet. */
  baseline: { version: number; digest: string } | null;
  dataset: { name: string; digest: string; cases: number };
  split?: Split;
  repeats: number;
  cluster?: string;
  metrics: Metric[];
  /** The metric that variants are chosen by; null where no evaluator scores. */
  quality: string | null;
  /** The metric that says whether answers fit their schema; null where none does. */
  schema: string | null;
  /** How many enforced gates the config has. */
  gates: number;
  /** The baseline, once for each model and setting that it ran on. */
  stables: SweepStable[];
  rows: SweepRow[];
  best: BestRows | null;
  cheapest: CheapestRows | null;
  trials: { planned: number; completed: number; failed: number; cached: number };
  spend: { usd: number; judgeUsd: number };
  /** How many candidates had been tried against these cases before, as far as the ledger has seen. */
  earlierAttempts: number;
  startedAt: string;
  finishedAt: string;
  actor: string;
  tool: string;
  git: { commit: string; dirty: boolean } | null;
  warnings: string[];
}

/** What something ran on, as it was sent. */
export interface SweepSettings {
  /** What reports call it: `openai/gpt-4.1-mini temperature=0.7`. */
  id: string;
  /** `provider/model` */
  model: string;
  parameters: ModelParameters;
}

export interface SweepStable {
  settings: SweepSettings;
  /** By metric, over all cases; a metric without a value is left out. */
  values: Record<string, number>;
}

/** Whether a row is better than stable after Holm's correction over all rows; `unknown` where nothing can be said. */
export type Standing = 'better' | 'worse' | 'tie' | 'unknown';

export interface SweepRow {
  /** From 1. */
  row: number;
  /** `short` of the file `triage.short.prompt.yml`, `draft`, `@7`. */
  variant: string;
  candidate: { version: number | null; digest: string; file?: string };
  settings: SweepSettings;
  /** What it is compared with, by its place in `stables`; null without a baseline. */
  stable: number | null;
  trials: { planned: number; completed: number; failed: number; cached: number };
  /** Of all cases: what a run of this variant on this model shows. */
  comparisons: Comparison[];
  /** What the gates say of it. */
  verdict: Verdict;
  /**
   * `yes`: every enforced gate passed. `untimed`: all but gates on latency, which answers from a cache can't decide.
   */
  clears: 'yes' | 'untimed' | 'no' | 'undecided';
  /** On `quality`, against stable. */
  standing: Standing;
  /** Two-sided, and after Holm's correction over all rows; null where nothing can be said. */
  pValue: number | null;
  adjusted: number | null;
  /** USD for 1,000 cases with one answer each; null where a price is not known. */
  costPer1000: number | null;
  /** Typical latency (geometric mean) in milliseconds; null where no answer was timed. */
  latencyMs: number | null;
  /** Rows that are proven better in something and measured worse in nothing. */
  dominatedBy: number[];
}

/** The row of the highest quality, with those that it is not proven to be better than: several rows are a tie. */
export interface BestRows {
  rows: number[];
}

/**
 * The cheapest of the rows that clear every gate, with those that it is not proven to be cheaper than: several rows are a
 * tie.
 */
export interface CheapestRows {
  rows: number[];
  /** Whether gates on latency are left open, because the answers came from a cache. */
  untimed: boolean;
}
