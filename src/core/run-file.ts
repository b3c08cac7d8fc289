import type { ReviewEvidence } from './answer-review.ts';
import type { AttemptHistory } from './attempts.ts';
import type { RectifiedDifference } from './calibration.ts';
import type { Split } from './case.ts';
import type { Comparison, FlakyCase, Regression, WorseSlice } from './comparison.ts';
import type { Drift, SinceRelease } from './drift.ts';
import type { Gate } from './gate.ts';
import type { JudgeSpend } from './judge.ts';
import type { LatencySpread } from './latency-spread.ts';
import type { FlipCount } from './pair.ts';
import type { RunPolicy } from './policy.ts';
import type { ModelParameters, PromptFile } from './prompt.ts';
import type { VersionPointer } from './registry.ts';
import type { Metric } from './score.ts';
import type { RunShard } from './shard.ts';
import type { ArmName, ModelPairing } from './trial.ts';
import type { Verdict } from './verdict.ts';

/** `run.json`: everything about one run but the answers themselves; the input of every report. */
export interface RunFile {
  formatVersion: 1;
  /** Sorts by time: `20261121-154501-9f3c1a`. */
  id: string;
  prompt: string;
  /** `smoke`: narrowed by --filter, --first, --case, --model or --split; it can never promote. */
  status: 'complete' | 'smoke' | 'incomplete';
  arms: {
    baseline: { version: number; digest: string; prompt: PromptFile } | null;
    candidate: { version: number | null; digest: string; prompt: PromptFile };
  };
  /** What the alias named when the run began; the baseline, unless another was asked for. */
  head: VersionPointer | null;
  /**
   * `trials` and `cases` are over the bytes of those files, `code` is over what evaluators and providers are made of beyond their own
   * functions. Runs of before they were kept lack `cases` and `code`.
   */
  digests: { evaluators: string; code?: string; gates: string; trials: string; cases?: string };
  /** `digest` is over the whole dataset, `cases` counts those of this run. */
  dataset: { name: string; digest: string; cases: number };
  /** Which of the cases: absent where none is set apart and none was asked for. */
  split?: Split;
  models: string[];
  pairings: ModelPairing[];
  repeats: number;
  /** The dataset's field by which cases are counted where no gate says otherwise. Absent: each stands for itself. */
  cluster?: string;
  /** `cached` counts the trials whose answers were not asked for in this run. `waiting`: answers that wait for their judges and are no trials yet. */
  trials: { planned: number; completed: number; failed: number; cached: number; waiting?: number };
  /** Only of a run with `--policy-from`: what it was judged by, and how this change touches that. */
  policy?: RunPolicy;
  /** Only of a part of a run, by `--shard`: it is incomplete, decides nothing and is there to be merged. */
  shard?: RunShard;
  /** Only of a run that was merged from shards: their ids, in order. */
  mergedFrom?: string[];
  /** Only of such a run; its comparisons and gates are about the cases that were asked. */
  stoppedEarly?: StoppedEarly;
  /**
   * Only of a run that takes answers from a cache, which have no latency, and that a latency gate decides: latency is about
   * so many cases, the first of a random order that follows from dataset and arms, whose answers were all asked for. Absent
   * where the cache could have answered other cases and had none of them.
   */
  latencySample?: { cases: number };
  /** Only with `stopEarly`: after how many cases the run looked at its gates, whether or not it went on. */
  looks?: number[];
  /** How long answers took, by model and arm. Runs of before it was kept lack it. */
  latencies?: LatencySpread[];
  /** The metrics in which a model has a say, those of gates first. Absent where there is none, and from runs of before it was kept. */
  judges?: JudgeCheck[];
  /** The metrics of the run's evaluators; cost, latency and tokens exist besides. */
  metrics: Metric[];
  /** As they were judged; `digests.gates` is over them. Runs of before `recompute` lack it. */
  gates?: Gate[];
  comparisons: Comparison[];
  /** The worst first, at most 100. */
  regressions: Regression[];
  /** How many regressions there are in all. Absent, like the three fields below, from runs of older versions. */
  regressed?: number;
  /** Slices that got worse, the surest first. */
  worseSlices?: WorseSlice[];
  /** With repeats, the cases that the baseline is least sure of first; at most 100. */
  flaky?: FlakyCase[];
  unscored?: Unscored[];
  /** What the arms really sent, where a model refused a parameter that its prompt lets go; else it is as in `pairings`. */
  sent?: SentParameters[];
  /** The model ids that providers say they served. */
  served?: ServedModel[];
  /** The trials that failed, by what went wrong, the most frequent first. */
  failures?: FailureCount[];
  verdict: Verdict;
  /** Only of a drift run, which compares a live version with its own release and can never promote. */
  drift?: Drift;
  /** Only of a run that scored the answers of another run again: that run's id. It never promotes and is no attempt. */
  scoredFrom?: string;
  /** Only of a run that adds what people said to the scores of another run: that run's id. It is the same attempt. */
  reviewedFrom?: string;
  /** What the scores that people gave rest on. Absent where there are none. */
  reviews?: ReviewEvidence;
  /** Where the baseline's own release run is at hand: what the model did since, and what the edit did. */
  sinceRelease?: SinceRelease;
  /** Where prices came from: `config, genai-prices 0.1.8`. */
  prices?: string;
  /**
   * `unpriced` counts the answers whose price is not known; `usd` is about the others. `waitingUsd`: of answers whose judges had not all
   * replied when the run was cut off, and of the replies that there were; they are no trials yet.
   */
  spend: { usd: number; judgeUsd: number; waitingUsd?: number; unpriced?: number };
  startedAt: string;
  finishedAt: string;
  actor: string;
  tool: string;
  git: { commit: string; dirty: boolean } | null;
  /** How often candidates were tried against these cases, repeated ones and this one included, as far as the ledger has seen. */
  attempt: number;
  /** What `attempt` comes from, and how the gates took it. Absent from runs of older versions, which only counted. */
  attempts?: AttemptHistory;
  warnings: string[];
  /** What the prompt's config says of a verdict that is inconclusive; absent is `block`. */
  onInconclusive?: OnInconclusive;
  plan: ReleasePlan;
  release: ReleaseSummary | null;
}

/** A run with `stopEarly` that ended before its plan did, because it could hardly pass any more. */
export interface StoppedEarly {
  askedCases: number;
  ofCases: number;
  /** The gate that had failed already or had the least chance to pass. */
  gate: string;
  /** The middle of a sentence: `quality has a chance of 3 % to pass if nothing changes`. */
  because: string;
  /** Planned trials that were not asked. */
  savedCalls: number;
}

/** The parameters that an arm's answered calls carried. Where not all carried the same, there are several entries. */
export interface SentParameters {
  /** The model that this arm ran on. */
  model: string;
  arm: ArmName;
  parameters: ModelParameters;
  /** What was left out. */
  dropped: string[];
}

/** What one arm's answers came from, by the provider's word; the id of most trials first. */
export interface ServedModel {
  /** The model that this arm ran on. */
  model: string;
  arm: ArmName;
  ids: { id: string; trials: number }[];
}

/** Answers that an evaluator gave no score. */
export interface Unscored {
  metric: string;
  /** The model that this arm ran on. */
  model: string;
  arm: ArmName;
  /** Trials. */
  count: number;
  /** So many of them wait for a person to review them; absent where none does. */
  awaiting?: number;
  /** Why, of the first case in the dataset's order; null where the prompt has sensitive variables. */
  reason: string | null;
  /** The reason that most of them have, where there are several and one stands out; absent where `reason` is null. */
  often?: { reason: string; count: number };
}

/**
 * A judge: how far it was known to agree with people when the run was made, and what it did in it. Runs of older versions say
 * the first two alone, and only of the judges behind gates.
 */
export interface JudgeCheck {
  metric: string;
  /** What kappa was at least, one-sided at 95 %; null where this judge was never checked. */
  kappaAtLeast: number | null;
  /** Of a metric that no gate is about. */
  gated?: false;
  /** Its evaluator's name and version, and the digest of all that it is made with: wording, model and options. */
  evaluator?: string;
  version?: string;
  digest?: string;
  /** The models that have a say, as `provider/model`. */
  models?: string[];
  /** How often this evaluator asks about one answer, or one pair; 0 where it only makes its score of a judge's. */
  asks?: number;
  /** What it asked in this run; absent where it asks nothing itself. */
  spend?: JudgeSpend;
  /** Only of a judge of pairs. `fit`: whether its preferences decide anything; null where it was asked nothing. */
  flips?: FlipCount & { fit: boolean | null };
  /** Only where people checked it. */
  calibration?: JudgeCalibration;
}

/** What came of checking a judge against people. */
export interface JudgeCalibration {
  /** The run whose answers were labelled. */
  run: string;
  labelled: number;
  agreement: number;
  kappa: number | null;
  /** Candidate − baseline as the judge has it and put right by the labels, of that run; null where too few were labelled. */
  difference: RectifiedDifference | null;
}

/** Trials that failed in one way. */
export interface FailureCount {
  /** As in trials.jsonl: `rate-limited`, `timeout`, … */
  code: string;
  /** The model that this arm ran on. */
  model: string;
  arm: ArmName;
  /** Trials. */
  count: number;
  /** What the first of them said. */
  message?: string;
}

/** Whether an inconclusive verdict blocks, or may be accepted by a person. */
export type OnInconclusive = 'block' | 'ask';

/** What should happen to the alias, decided from the verdict alone. */
export interface ReleasePlan {
  action: 'promote' | 'hold';
  alias: string;
  because: string;
  /** A plan that holds until an owner approves exactly this plan. */
  awaits?: 'approval';
}

export interface ReleaseSummary {
  alias: string;
  seq: number;
  from: number | null;
  to: number;
  /** Only of a release that went ahead without proof, by `release --override`. */
  override?: { by: string; reason: string };
  /** Only of an inconclusive run: who accepted that. */
  acceptedBy?: string[];
}

/** What the list of its cases is made from, beside the cases and the trials: all of it is known before the first call. */
export type ListedRun = Pick<
  RunFile,
  'prompt' | 'arms' | 'repeats' | 'pairings' | 'metrics' | 'comparisons' | 'drift' | 'release'
>;
