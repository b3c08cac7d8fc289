import type { Observations } from '../comparison/observations.ts';
import type { FindReviews, ReviewEvidence } from '../core/answer-review.ts';
import type { AttemptMode, KnownAttempts } from '../core/attempts.ts';
import type { CacheMode } from '../core/cache-mode.ts';
import type { Case, Dataset, Split } from '../core/case.ts';
import type { Drift, SinceRelease } from '../core/drift.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import type { JsonSchema } from '../core/json.ts';
import type { PairRecord } from '../core/pair.ts';
import type { RunPolicy } from '../core/policy.ts';
import type { VersionPointer } from '../core/registry.ts';
import type { OnInconclusive, RunFile, ServedModel } from '../core/run-file.ts';
import type { Metric } from '../core/score.ts';
import type { Shard } from '../core/shard.ts';
import type { Arm, ModelPairing, TrialRecord } from '../core/trial.ts';
import type { InterfaceEvidence } from '../gates/judge-interface.ts';
import type { ModelSpec } from '../runner/model-pairings.ts';
import type { TrialPlan } from '../runner/plan-trials.ts';
import type { Course, PartsTotals } from '../runner/run-in-parts.ts';

/** One prompt's evaluation, as data. */
export interface Evaluation {
  prompt: string;
  alias: string;
  models: readonly ModelSpec[];
  /** What `models` come to, where that is known already. */
  pairings?: ModelPairing[];
  repeats: number;
  evaluators: readonly Evaluator[];
  gates: readonly Gate[];
  attempts: AttemptMode;
  onInconclusive: OnInconclusive;
  /** The field by which cases are counted where no gate says otherwise. */
  cluster?: string | undefined;
  /** Whether --filter, --first, --case or --model left something out; `--split` is known with the dataset. */
  narrowed: boolean;
  /** Whether answers may come from a cache. */
  cache: CacheMode;
  /** Whether a run that could promote may end when it can hardly pass any more. */
  stopEarly: boolean;
  /** Both arms are one live version: as it was released, and as it is now. */
  drift?: AskedDrift;
  /** The answers are those of this run, on these models; only the scores are new, or only what people said. */
  scoredFrom?: { run: string; pairings: ModelPairing[]; onlyReviews?: boolean };
  /** The answers are those of these runs, which were its shards. */
  mergedFrom?: string[];
  /** Where gates, evaluators and cases are those of the protected branch. */
  policy?: RunPolicy | undefined;
}

export interface AskedDrift extends Omit<Drift, 'served'> {
  /** What the release run ran on, for both arms. */
  pairings: ModelPairing[];
}

/** The cases that a run is about. */
export interface ChosenCases {
  /** The whole of it. */
  dataset: Dataset;
  cases: Case[];
  /** Which part of a run these are, and the cases of all its parts. */
  shard?: Shard & { whole: Case[] };
  /** As run.json has it. */
  split?: Split;
  /** Whether they are fewer or others than those that a release is judged by. */
  narrowed: boolean;
  /** What attempts are counted by: the digest of the cases before --filter, --first and --case. */
  casesDigest: string;
  /** What they can't prove. */
  warnings: string[];
}

export interface Arms {
  /** Always a version: a draft has nothing that could be kept from getting worse. */
  baseline: (Arm & { version: number }) | null;
  candidate: Arm;
}

/** What a run is about, once everything that it names is found. */
export interface Subject {
  evaluation: Evaluation;
  arms: Arms;
  /** What the alias names. */
  head: VersionPointer | null;
  chosen: ChosenCases;
  pairings: ModelPairing[];
  metrics: Metric[];
}

/** What is asked, in which order, and what scores the answers. */
export interface Work {
  plan: TrialPlan;
  course: Course;
  evaluators: readonly Evaluator[];
  /** Those of one arm, where arms are not scored alike. */
  evaluatorsOf?: ((arm: Arm) => readonly Evaluator[]) | undefined;
  /** Cases that are asked for whatever a cache has of them, because their latency is needed. */
  live: ReadonlySet<string>;
}

/** What the pipeline does to the world. */
export interface Ports {
  /** The arms, and what the alias names now. */
  resolveArms(): Promise<{ arms: Arms; head: VersionPointer | null }>;
  /** Checked against both arms. */
  loadCases(arms: Arms): Promise<ChosenCases>;
  /** What the ledger has seen. Asked right before the decision: other runs may have ended meanwhile. */
  earlierAttempts(chosen: ChosenCases): Promise<KnownAttempts & { warnings: string[] }>;
  interfaceOf(arms: Arms): InterfaceEvidence;
  /** What people said of answers. */
  reviews?: ReviewsPort;
  /** The schema that both arms are scored by. */
  outputSchemaOf(arms: Arms): JsonSchema | null;
  /** Runs, scores and journals every planned trial, unless a look ends the run; `onRecord` sees each, and each pair, as it completes. */
  runAndScore(
    subject: Subject,
    work: Work,
    onRecord: (record: TrialRecord | PairRecord) => void,
  ): Promise<PartsTotals & { trialsDigest: string }>;
  /** What this run's baseline did in its own release run; null where that is not at hand. */
  sinceRelease(measured: Measured): Promise<SinceRelease | null>;
  /** Which models were served in the run that this version was released on, where the registry says so. */
  servedAtRelease?(digest: string): Promise<{ run: string; served: ServedModel[] } | null>;
  /** Whether a model has prices of its own region that the price table does not know. */
  isPricedAsInUs?(model: string): boolean;
  /** Errors of the project's own code that nothing awaited, in sentences. */
  strayErrors?(): string[];
  /** Who, when, where and with what: everything about the run that no decision depends on. */
  describeCircumstances(): Promise<Circumstances>;
  saveRun(run: RunFile): Promise<void>;
  writeReports(run: RunFile): Promise<void>;
}

export interface ReviewsPort {
  find: FindReviews;
  /** Of all that was found; null where nothing was. */
  used(): ReviewEvidence | null;
  /** The command by which people review what waits. */
  command: string;
}

/** What a run measured, for those who set it against another run. */
export interface Measured {
  arms: Arms;
  pairings: readonly ModelPairing[];
  metrics: readonly Metric[];
  cases: readonly Case[];
  observations: Observations;
}

export type Circumstances = Pick<
  RunFile,
  'id' | 'startedAt' | 'finishedAt' | 'actor' | 'tool' | 'git' | 'prices' | 'judges'
> &
  Pick<RunFile['digests'], 'code'>;
