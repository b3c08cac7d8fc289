import { type ComparisonPlan, compareArms } from './comparison/compare.ts';
import { Observations } from './comparison/observations.ts';
import { servedModels } from './comparison/served-models.ts';
import type { Case, Dataset } from './core/case.ts';
import { digestible, digestOf } from './core/digest.ts';
import type { Drift, SinceRelease } from './core/drift.ts';
import type { Evaluator } from './core/evaluator.ts';
import type { Gate } from './core/gate.ts';
import type { JsonSchema } from './core/json.ts';
import type { VersionPointer } from './core/registry.ts';
import type { OnInconclusive, RunFile, Unscored } from './core/run-file.ts';
import type { Metric } from './core/score.ts';
import type { Arm, ModelPairing, TrialRecord } from './core/trial.ts';
import { askingOrder, lookAfter, onlyAsked } from './early-stop.ts';
import { driftHeadline } from './gates/drift-headline.ts';
import { judge } from './gates/judge.ts';
import type { InterfaceEvidence } from './gates/judge-interface.ts';
import type { TrialCounts } from './gates/judge-trials.ts';
import { planRelease } from './release/plan-release.ts';
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
  onInconclusive: OnInconclusive;
  /** Whether --filter, --first, --case or --model left something out. */
  narrowed: boolean;
  /** Whether the run may end when it can hardly pass any more. */
  stopEarly: boolean;
  /** Both arms are one live version: as it was released, and as it is now. */
  drift?: AskedDrift;
}

export interface AskedDrift extends Omit<Drift, 'served'> {
  /** What the release run ran on, for both arms. */
  pairings: ModelPairing[];
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
  /** The cases that this run is about, checked against both arms; `dataset` is the whole of it. `warnings`: what they can't prove. */
  loadCases(arms: Arms): Promise<{ dataset: Dataset; cases: Case[]; warnings: string[] }>;
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
  /** Who, when, where and with what: everything about the run that no decision depends on. */
  describeCircumstances(datasetDigest: string): Promise<Circumstances>;
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

export type Circumstances = Pick<
  RunFile,
  'id' | 'startedAt' | 'finishedAt' | 'actor' | 'tool' | 'git' | 'attempt'
>;

/** From prompt to verdict: everything is a decision but for the calls to the models and the files at the end. */
export async function evaluate(evaluation: Evaluation, ports: Ports): Promise<RunFile> {
  const { arms, head } = await ports.resolveArms();
  const { dataset, cases, warnings } = await ports.loadCases(arms);
  const { drift: asked } = evaluation;
  const pairings =
    asked?.pairings ?? pairModels(evaluation.models, arms.baseline?.prompt ?? null, arms.candidate.prompt);
  const evaluators = prepareEvaluators(evaluation.evaluators, ports.outputSchemaOf(arms));
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);

  const trialPlan = { ...arms, cases, pairings, repeats: evaluation.repeats };
  const planned = countTrials(trialPlan);
  const observations = new Observations(cases, evaluation.repeats);
  const { gates, stopEarly } = evaluation;
  const order = stopEarly ? askingOrder(cases, dataset, arms) : cases;
  const course: Course = {
    parts: stopEarly ? splitAtLooks(order) : [order],
    look: (asked) => lookAfter(asked, observations, { pairings, metrics, gates }, planned),
  };
  let unpriced = 0;
  const totals = await ports.runAndScore(trialPlan, course, evaluators, (record) => {
    observations.add(record);
    if (record.completion?.costUsd === null && record.from === undefined) unpriced++;
  });

  const stoppedEarly = typeof totals.stopped === 'object' ? totals.stopped : null;
  const decisions = decide(stoppedEarly ? onlyAsked(order, observations, stoppedEarly) : observations, {
    pairings,
    metrics,
    gates,
    interface: ports.interfaceOf(arms),
    trials: { planned, completed: totals.completed, stopped: totals.stopped },
    hasBaseline: arms.baseline !== null,
    drift: asked && { ...asked, subject: subjectOf(evaluation.prompt, arms.candidate.version) },
  });
  const status = totals.stopped !== null ? 'incomplete' : evaluation.narrowed ? 'smoke' : 'complete';
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

  const run: RunFile = {
    formatVersion: 1,
    ...(await ports.describeCircumstances(dataset.digest)),
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
    models: pairings.map((pairing) => pairing.id),
    pairings,
    repeats: evaluation.repeats,
    trials: { planned, completed: totals.completed, failed: totals.failed, cached: totals.cached ?? 0 },
    ...(stoppedEarly && { stoppedEarly }),
    metrics,
    gates: [...gates],
    ...decisions,
    ...(sinceRelease && { sinceRelease }),
    unscored: unscoredAnswers(observations, arms),
    spend: { usd: totals.usd, judgeUsd: 0, unpriced },
    warnings: [...warnings, ...warningsOf(totals.completed - (totals.cached ?? 0), unpriced)],
    ...(evaluation.onInconclusive === 'ask' && { onInconclusive: 'ask' }),
    plan,
    release: null,
  };
  await ports.saveRun(run);
  await ports.writeReports(run);
  return run;
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
  /** Where the arms are one version then and now; `subject` is what sentences call it: `support-triage v3`. */
  drift?: (Omit<Drift, 'served'> & { subject: string }) | undefined;
}

export type Decisions = Pick<
  RunFile,
  'comparisons' | 'regressions' | 'regressed' | 'worseSlices' | 'flaky' | 'verdict' | 'drift'
>;

/** What the measurements come to; the same trials and the same gates always come to the same. */
export function decide(observations: Observations, question: Question): Decisions {
  const { evidence, ...compared } = compareArms(observations, question);
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
