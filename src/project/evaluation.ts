import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { digestBytes } from '../core/digest.ts';
import { InterruptedError } from '../core/errors.ts';
import { evidenceText } from '../core/evidence.ts';
import { formatProblem } from '../core/problem.ts';
import type { ProgressSink } from '../core/progress.ts';
import { isAttempt } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Evaluation, Ports } from '../evaluation/evaluation.ts';
import { evaluate } from '../pipeline.ts';
import { writeReports } from '../report/write-reports.ts';
import type { ModelSpec } from '../runner/model-pairings.ts';
import { interfaceOf, outputSchemaOf } from './arm-interface.ts';
import { type ArmRefs, resolveArms } from './arms.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { isNarrowed, loadCases, type Narrowing } from './cases.ts';
import { findActor, findCommit, newRunId } from './circumstances.ts';
import { ImageFiles } from './image-files.ts';
import type { Project } from './open-project.ts';
import { priceTable } from './price-table.ts';
import { runAndScore } from './run-and-score.ts';
import { type RunFolder, runFolder, writeRunFile } from './run-folder.ts';
import { servedAtRelease } from './served-at-release.ts';
import { sinceRelease } from './since-release.ts';

export interface EvaluationOptions extends Narrowing, ArmRefs {
  models?: readonly string[] | undefined;
  repeats?: number | undefined;
  concurrency?: number | undefined;
  maxCost?: number | undefined;
  progress: ProgressSink;
  signal: AbortSignal;
}

export interface EvaluatedRun {
  run: RunFile;
  folder: string;
  /** Why run.json and the reports do not say that the alias moved, where they could not be written after it had. */
  unwritten?: string;
}

/**
 * Evaluates one prompt and leaves the run on disk.
 *
 * @throws InterruptedError after Ctrl-C; what was measured stays in the run's folder.
 */
export function evaluatePrompt(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
): Promise<EvaluatedRun> {
  return runEvaluation(project, prompt, options, evaluationOf(prompt, options));
}

/** The same for an evaluation of its own kind; `differently` replaces what it does not do as others do. */
export async function runEvaluation(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  evaluation: Evaluation,
  differently: (usual: Ports, folder: RunFolder) => Partial<Ports> = () => ({}),
): Promise<EvaluatedRun> {
  const startedAt = new Date();
  const id = newRunId(startedAt);
  const folder = runFolder(project.config.reports, prompt.name, id);
  const usual = createPorts(project, prompt, options, { id, startedAt, folder, evaluation });
  const run = await evaluate(evaluation, { ...usual, ...differently(usual, folder) });
  if (options.signal.aborted) throw new InterruptedError(project.display(folder.path));
  return { run, folder: folder.path };
}

export function evaluationOf(prompt: ResolvedPrompt, options: EvaluationOptions): Evaluation {
  const models = options.models?.map(
    (model): ModelSpec => (model === 'own' ? 'own' : { model, parameters: {} }),
  );
  return {
    prompt: prompt.name,
    alias: options.alias,
    models: models ?? prompt.models,
    repeats: options.repeats ?? prompt.repeats,
    evaluators: prompt.evaluators,
    gates: prompt.gates,
    attempts: prompt.attempts,
    onInconclusive: prompt.onInconclusive,
    cluster: prompt.cluster,
    narrowed: isNarrowed(options) || models !== undefined,
    stopEarly: prompt.stopEarly,
  };
}

function createPorts(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  started: { id: string; startedAt: Date; folder: RunFolder; evaluation: Evaluation },
): Ports {
  const { folder, id, startedAt, evaluation } = started;
  const images = new ImageFiles(project.config.root);
  const ledger = attemptLedger(project, prompt.name);
  return {
    resolveArms: () => resolveArms(project, prompt, options),
    loadCases: (arms) => loadCases(project, prompt, arms, options, evaluation, images),
    interfaceOf,
    outputSchemaOf,
    runAndScore: (plan, course, evaluators, onRecord) =>
      runAndScore(project, { ...options, folder, images }, plan, course, evaluators, onRecord),
    servedAtRelease: (digest) =>
      servedAtRelease(project.store, { prompt: prompt.name, alias: options.alias, digest }),
    sinceRelease: (measured) => sinceRelease(project, prompt, options.alias, measured),
    async earlierAttempts({ casesDigest, dataset }) {
      const { earlier, warnings } = await ledger.earlier({ cases: casesDigest, dataset: dataset.digest });
      return { earlier, warnings: warnings.map((warning) => `${formatProblem(warning)}.`) };
    },
    async describeCircumstances() {
      const [actor, git] = await Promise.all([
        findActor(project.config.root),
        findCommit(project.config.root),
      ]);
      const finishedAt = new Date().toISOString();
      return {
        id,
        startedAt: startedAt.toISOString(),
        finishedAt,
        actor,
        git,
        tool: project.tool,
        prices: priceTable(project.config).source,
      };
    },
    async saveRun(run) {
      await writeRunFile(folder.path, run);
      if (!isAttempt(run)) return;
      await ledger.add({
        at: run.finishedAt,
        run: run.id,
        dataset: run.dataset.digest,
        ...(run.attempts && { cases: run.attempts.cases }),
        candidate: run.arms.candidate.digest,
        verdict: run.verdict.status,
        runDigest: digestBytes(evidenceText(run)),
      });
    },
    async writeReports() {
      await writeReports(folder.path);
    },
  };
}
