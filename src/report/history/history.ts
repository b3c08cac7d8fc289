import type { Interval } from '../../core/comparison.ts';
import type { MetricDefinition } from '../../core/metrics.ts';
import type { MoveKind } from '../../core/registry.ts';
import type { ReleaseSummary, RunFile } from '../../core/run-file.ts';
import type { GateStatus } from '../../core/verdict.ts';

/** Everything that is kept of a prompt: what `history <prompt> --json` prints and its page shows. */
export interface PromptHistory {
  prompt: string;
  description: string | null;
  /** Calls a month, by the word of the prompt's file; null where it says nothing. */
  volume: number | null;
  /** What each alias names now. */
  live: { alias: string; version: number; since: string; by: string }[];
  /** The newest first. */
  runs: HistoryRun[];
  /** The oldest first. */
  versions: HistoryVersion[];
  metrics: MetricLine[];
  /** Of every alias, the newest first. */
  moves: HistoryMove[];
  /** What could not be read, in words. */
  problems: string[];
}

/** A run with what a list says of it. */
export interface HistoryRun {
  id: string;
  startedAt: string;
  status: RunFile['status'];
  /** A live version against its own release; it moves nothing. */
  drift: boolean;
  verdict: GateStatus;
  /** The verdict with what came of it: `PROMOTED`. */
  outcome: string;
  headline: string;
  /** `v13`, or `draft`. */
  candidate: string;
  baseline: string;
  cases: number;
  /** null where some answers have no known price. */
  usd: number | null;
  actor: string;
  release: ReleaseSummary | null;
  /** Whether its folder is at hand; else it is known from the registry's evidence. */
  stored: boolean;
}

export interface HistoryVersion {
  version: number;
  digest: string;
  publishedAt: string;
  by: string;
  note: string | null;
  /** The run that its figures come from; null where none is kept. */
  run: string | null;
  /** `baseline`: no run of it as a candidate is kept, so its figures are those of a run that it was the baseline of. */
  arm: 'baseline' | 'candidate' | null;
  verdict: GateStatus | null;
  cases: number | null;
  /** USD an answer on the version's own model; null where it was not measured or has no price. */
  costUsd: number | null;
  /** `costUsd` at the volume of now. */
  costAMonthUsd: number | null;
  /** What its evaluations cost; null where some answers have no known price. */
  evaluationUsd: number | null;
}

/** One metric on one model over the versions. */
export interface MetricLine {
  metric: MetricDefinition & { unknown?: true };
  /** null: the model that each version ships with. */
  model: string | null;
  /** The oldest version first; versions without a value are left out. */
  points: MetricPoint[];
}

export interface MetricPoint {
  version: number;
  run: string;
  arm: 'baseline' | 'candidate';
  /** In the metric's own unit. */
  value: number;
  /** Cases with a value. */
  cases: number;
  /** Against that run's baseline, as in a comparison: positive is better. */
  delta: number | null;
  interval: Interval | null;
  /** Whether it was measured by the same dataset and evaluators as the point before; true of the first. */
  comparable: boolean;
}

export interface HistoryMove {
  alias: string;
  seq: number;
  at: string;
  kind: MoveKind;
  from: number | null;
  to: number;
  by: string;
  approvedBy: string[];
  run: string | null;
  verdict: string | null;
  reason: string | null;
}
