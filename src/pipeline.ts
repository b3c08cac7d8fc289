import { type ComparisonPlan, compareArms } from './comparison/compare.ts';
import { Observations } from './comparison/observations.ts';
import { servedByArm, servedModels } from './comparison/served-models.ts';
import {
  type Attempt,
  type AttemptHistory,
  type AttemptMode,
  countEarlier,
  type EarlierAttempts,
} from './core/attempts.ts';
import type { Case, Dataset, Split } from './core/case.ts';
import { digestible, digestOf } from './core/digest.ts';
import type { Drift, SinceRelease } from './core/drift.ts';
import type { Evaluator } from './core/evaluator.ts';
import type { Gate } from './core/gate.ts';
import type { JsonSchema } from './core/json.ts';
import type { VersionPointer } from './core/registry.ts';
import { comparesWithItself } from './core/run-attempt.ts';
import type { OnInconclusive, RunFile, ServedModel, Unscored } from './core/run-file.ts';
import type { Metric } from './core/score.ts';
import type { Arm, ModelPairing, TrialRecord } from './core/trial.ts';
import { askingOrder, lookAfter, onlyAsked } from './early-stop.ts';
import { falsePassOf, gatesOfAttempt } from './gates/attempts.ts';
import { driftHeadline } from './gates/drift-headline.ts';
import { judge } from './gates/judge.ts';
import type { InterfaceEvidence } from './gates/judge-interface.ts';
import type { TrialCounts } from './gates/judge-trials.ts';
import { planRelease } from './release/plan-release.ts';
import { CallTally } from './runner/call-tally.ts';
import {
  changedSinceRelease,
  droppedWarnings,
  estimateWarnings,
  servedWarnings,
} from './runner/call-warnings.ts';
import { splitAtLooks } from './runner/case-order.ts';
import { type ModelSpec, pairModels } from './runner/model-pairings.ts';
import { countTrials, type TrialPlan } from './runner/plan-trials.ts';
import type { Course, PartsTotals } from './runner/run-in-parts.ts';

/** One prompt's evaluation, as data. */
export interface Evaluation {
  prompt: string;
  alias: string;
  models: readonly ModelSpec[];
  repeats: number;
  evaluators: readonly Evaluator[];
  gates: readonly Gate[];
  attempts: AttemptMode;
  onInconclusive: OnInconclusive;
  /** The field by which cases are counted where no gate says otherwise. */
  cluster?: string | undefined;
  /** Whether --filter, --first, --case or --model left something out; `--split` is known with the dataset. */
  narrowed: boolean;
  /** Whether a run that could promote may end when it can hardly pass any more. */
  stopEarly: boolean;
  /** Both arms are one live version: as it was released, and as it is now. */
  drift?: AskedDrift;
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

/** What the pipeline does to the world. */
export interface Ports {
  /** The arms, and what the alias names now. */
  resolveArms(): Promise<{ arms: Arms; head: VersionPointer | null }>;
  /** Checked against both arms. */
  loadCases(arms: Arms): Promise<ChosenCases>;
  /** What the ledger has seen. Asked right before the decision: other runs may have ended meanwhile. */
  earlierAttempts(chosen: ChosenCases): Promise<{ earlier: EarlierAttempts; warnings: string[] }>;
  interfaceOf(arms: Arms): InterfaceEvidence;
  /** The schema that both arms are scored by. */
  outputSchemaOf(arms: Arms): JsonSchema | null;
  /** Runs, scores and journals every planned trial, unless a look ends the run; `onRecord` sees each as it completes. */
  runAndScore(
    plan: TrialPlan,
    course: Course,
    evaluators: readonly Evaluator[],
    onRecord: (record: TrialRecord) => void,
  ): Promise<PartsTotals & { trialsDigest: string; cached?: number }>;
  /** What this run's baseline did in its own release run; null where that is not at hand. */
  sinceRelease(measured: Measured): Promise<SinceRelease | null>;
  /** Which models were served in the run that this version was released on, where the registry says so. */
  servedAtRelease?(digest: string): Promise<{ run: string; served: ServedModel[] } | null>;
  /** Who, when, where and with what: everything about the run that no decision depends on. */
  describeCircumstances(): Promise<Circumstances>;
  saveRun(run: RunFile): Promise<void>;
  writeReports(run: RunFile): Promise<void>;
}

/** What a run measured, for those who set it against another run. */
export interface Measured {
  arms: Arms;
  pairings: readonly ModelPairing[];
  metrics: readonly Metric[];
  cases: readonly Case[];
  observations: Observations;
}

export type Circumstances = Pick<RunFile, 'id' | 'startedAt' | 'finishedAt' | 'actor' | 'tool' | 'git'>;

/** From prompt to verdict: everything is a decision but for the calls to the models and the files at the end. */
export async function evaluate(evaluation: Evaluation, ports: Ports): Promise<RunFile> {
  const { arms, head } = await ports.resolveArms();
  const chosen = await ports.loadCases(arms);
  const { dataset, cases } = chosen;
  const { drift: asked } = evaluation;
  const pairings =
    asked?.pairings ?? pairModels(evaluation.models, arms.baseline?.prompt ?? null, arms.candidate.prompt);
  const evaluators = prepareEvaluators(evaluation.evaluators, ports.outputSchemaOf(arms));
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);

  const trialPlan = { ...arms, cases, pairings, repeats: evaluation.repeats };
  const planned = countTrials(trialPlan);
  const observations = new Observations(cases, evaluation.repeats);
  const { gates } = evaluation;
  const stopEarly = mayStopEarly(evaluation, chosen, arms);
  const order = stopEarly ? askingOrder(cases, dataset, arms) : cases;
  const course: Course = {
    parts: stopEarly ? splitAtLooks(order) : [order],
    // By the gates as configured: what they can hardly let pass, corrected ones can even less. Which attempt it is shows at the end.
    look: (asked) => lookAfter(asked, observations, { pairings, metrics, gates }, planned),
  };
  const calls = new CallTally();
  let unpriced = 0;
  const totals = await ports.runAndScore(trialPlan, course, evaluators, (record) => {
    observations.add(record);
    if (record.completion?.costUsd === null && record.from === undefined) unpriced++;
    calls.add(record);
  });

  const stoppedEarly = typeof totals.stopped === 'object' ? totals.stopped : null;
  const { earlier, warnings } = await ports.earlierAttempts(chosen);
  // Where no candidate was tried, there is no attempt to correct for.
  const mode = comparesWithItself({ arms }) ? 'counted' : evaluation.attempts;
  const attempt: Attempt = { number: attemptNumber(earlier, { arms }), mode };
  const decisions = decide(stoppedEarly ? onlyAsked(order, observations, stoppedEarly) : observations, {
    pairings,
    metrics,
    gates,
    cluster: evaluation.cluster,
    interface: ports.interfaceOf(arms),
    trials: { planned, completed: totals.completed, stopped: totals.stopped },
    hasBaseline: arms.baseline !== null,
    attempt,
    drift: asked && { ...asked, subject: subjectOf(evaluation.prompt, arms.candidate.version) },
  });
  const status = totals.stopped !== null ? 'incomplete' : chosen.narrowed ? 'smoke' : 'complete';
  const plan = planRelease({
    verdict: decisions.verdict,
    status,
    alias: evaluation.alias,
    candidate: pointerOf(arms.candidate),
    head,
    onInconclusive: evaluation.onInconclusive,
    isDrift: asked !== undefined,
  });
  const measured = { arms, pairings, metrics, cases, observations };
  const sinceRelease = totals.stopped === null ? await ports.sinceRelease(measured) : null;

  const sent = calls.sent(pairings);
  const served = servedByArm(observations, pairings);
  const run: RunFile = {
    formatVersion: 1,
    ...(await ports.describeCircumstances()),
    prompt: evaluation.prompt,
    status,
    arms: describeArms(arms),
    head,
    digests: {
      evaluators: evaluatorsDigest(evaluation.evaluators),
      gates: gatesDigest(gates),
      trials: totals.trialsDigest,
    },
    dataset: { name: dataset.name, digest: dataset.digest, cases: cases.length },
    ...(chosen.split !== undefined && { split: chosen.split }),
    models: pairings.map((pairing) => pairing.id),
    pairings,
    repeats: evaluation.repeats,
    ...(evaluation.cluster !== undefined && { cluster: evaluation.cluster }),
    trials: { planned, completed: totals.completed, failed: totals.failed, cached: totals.cached ?? 0 },
    ...(stoppedEarly && { stoppedEarly }),
    metrics,
    gates: [...gates],
    ...decisions,
    ...(sinceRelease && { sinceRelease }),
    unscored: unscoredAnswers(observations, arms),
    ...(sent && { sent }),
    ...(served && { served }),
    failures: observations.failures(),
    spend: { usd: totals.usd, judgeUsd: 0, unpriced },
    attempt: attempt.number,
    attempts: attemptHistory(attempt, earlier, {
      cases: chosen.casesDigest,
      gates: evaluation.gates,
      metrics,
    }),
    warnings: [
      ...chosen.warnings,
      ...warnings,
      ...warningsOf(totals.completed - (totals.cached ?? 0), unpriced),
      ...estimateWarnings(calls.estimated, totals.completed - (totals.cached ?? 0)),
      ...droppedWarnings(sent ?? []),
      // A drift run says in its headline that another model was served.
      ...(asked || !served ? [] : await modelWarnings(served, pairings, arms, ports)),
    ],
    ...(evaluation.onInconclusive === 'ask' && { onInconclusive: 'ask' }),
    plan,
    release: null,
  };
  await ports.saveRun(run);
  await ports.writeReports(run);
  return run;
}

/** Where one name of a model stood for several models. */
async function modelWarnings(
  served: readonly ServedModel[],
  pairings: readonly ModelPairing[],
  { baseline }: Arms,
  ports: Ports,
): Promise<string[]> {
  const before = baseline && (await ports.servedAtRelease?.(baseline.digest));
  return [...servedWarnings(served, pairings), ...(before ? changedSinceRelease(served, before) : [])];
}

/** What can't promote anyway is made to be looked at as a whole. */
export function mayStopEarly(
  { stopEarly }: Pick<Evaluation, 'stopEarly'>,
  { narrowed }: Pick<ChosenCases, 'narrowed'>,
  arms: Arms,
): boolean {
  return stopEarly && !narrowed && !comparesWithItself({ arms });
}

/** This run's place among the attempts; one that compares a prompt with itself takes none. */
export function attemptNumber(
  earlier: EarlierAttempts,
  run: Parameters<typeof comparesWithItself>[0],
): number {
  return countEarlier(earlier) + (comparesWithItself(run) ? 0 : 1);
}

export function attemptHistory(
  attempt: Attempt,
  earlier: EarlierAttempts,
  { cases, gates, metrics }: { cases: string; gates: readonly Gate[]; metrics: readonly Metric[] },
): AttemptHistory {
  return { mode: attempt.mode, cases, earlier, falsePass: falsePassOf(gates, metrics, attempt) };
}

/** What a reader should know before trusting the numbers. */
function warningsOf(completed: number, unpriced: number): string[] {
  if (unpriced === 0) return [];
  const which =
    unpriced === completed
      ? 'No answer has a known price'
      : `${unpriced} of ${completed} answers have no known price`;
  return [`${which}, so what the run cost is not known. Prices stand under \`prices\` in the config.`];
}

export interface Question extends ComparisonPlan {
  interface: InterfaceEvidence;
  trials: TrialCounts;
  hasBaseline: boolean;
  /** Which attempt it is, and whether the gates are stricter for that. */
  attempt: Attempt;
  /** Where the arms are one version then and now; `subject` is what sentences call it: `support-triage v3`. */
  drift?: (Omit<Drift, 'served'> & { subject: string }) | undefined;
}

export type Decisions = Pick<
  RunFile,
  'comparisons' | 'regressions' | 'regressed' | 'worseSlices' | 'flaky' | 'verdict' | 'drift'
>;

/** What the measurements come to; the same trials and the same gates always come to the same. */
export function decide(observations: Observations, question: Question): Decisions {
  const gates = gatesOfAttempt(question.gates, question.attempt);
  const { evidence, ...compared } = compareArms(observations, { ...question, gates });
  const verdict = judge({ ...question, evidence });
  if (question.drift === undefined) return { ...compared, verdict };
  const { release, releasedAt, rescored, sameGates } = question.drift;
  const served = servedModels(observations, question.pairings);
  const headline = driftHeadline(verdict, { ...question, ...question.drift, served });
  return {
    ...compared,
    drift: { release, releasedAt, rescored, sameGates, served },
    verdict: { ...verdict, headline },
  };
}

/** `support-triage v3` */
export function subjectOf(prompt: string, version: number | null): string {
  return version === null ? prompt : `${prompt} v${version}`;
}

/** run.json is kept as evidence, and a reason may quote an answer: of sensitive prompts only the counts go there. */
export function unscoredAnswers(observations: Observations, { baseline, candidate }: Arms): Unscored[] {
  const isSensitive = [baseline, candidate].some((arm) =>
    Object.values(arm?.prompt['x-prompteval']?.variables ?? {}).some((variable) => variable.sensitive),
  );
  const unscored = observations.unscored();
  return isSensitive ? unscored.map((entry) => ({ ...entry, reason: null })) : unscored;
}

/** Covers every option: a regular expression by its source, a function by its text. */
export function evaluatorsDigest(evaluators: readonly Evaluator[]): string {
  return digestOf(
    digestible(
      evaluators.map(({ name, version, metrics, options, evaluate }) => ({
        name,
        version,
        metrics,
        options,
        evaluate,
      })),
    ),
  );
}

export function gatesDigest(gates: readonly Gate[]): string {
  return digestOf(gates);
}

export function prepareEvaluators(
  evaluators: readonly Evaluator[],
  outputSchema: JsonSchema | null,
): Evaluator[] {
  return evaluators.map((evaluator) => evaluator.prepare?.({ outputSchema }) ?? evaluator);
}

function pointerOf(arm: Arm): { version: number | null; digest: string } {
  return { version: arm.version, digest: arm.digest };
}

function describeArms({ baseline, candidate }: Arms): RunFile['arms'] {
  return {
    baseline: baseline && { version: baseline.version, digest: baseline.digest, prompt: baseline.prompt },
    candidate: { ...pointerOf(candidate), prompt: candidate.prompt },
  };
}
