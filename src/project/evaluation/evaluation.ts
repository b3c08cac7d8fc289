import type { PromptPolicy, ResolvedPrompt } from '../../config/resolved-config.ts';
import { type CacheMode, readsCache } from '../../core/cache-mode.ts';
import { CutShortError, InputError, InterruptedError, ProviderError } from '../../core/errors.ts';
import type { RunPolicy } from '../../core/policy.ts';
import { formatProblem, type Problem } from '../../core/problem.ts';
import type { ProgressEvent } from '../../core/progress.ts';
import { mayBeJudged } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { ChosenCases, Evaluation, Ports, Subject } from '../../evaluation/evaluation.ts';
import { evaluate } from '../../pipeline.ts';
import { writeReports } from '../../report/write-reports.ts';
import type { ModelSpec } from '../../runner/model-pairings.ts';
import { attemptLedger } from '../cases/attempt-ledger.ts';
import { isNarrowed, loadCases } from '../cases/cases.ts';
import { priceTable } from '../models/price-table.ts';
import { judgeChecks } from '../opening/calibrations.ts';
import { findActor, findCommit, newRunId } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { interfaceOf, outputSchemaOf } from '../prompts/arm-interface.ts';
import { resolveArms } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { askedFor } from '../runs/asked-for.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { hasResult, hasTrials, type RunFolder, runFolder, writeRunFile } from '../runs/run-folder.ts';
import { holdsMark, unmarkRunning } from '../runs/run-marker.ts';
import type { RunStart } from '../runs/run-start.ts';
import { requireSameTerms, termsOf } from '../runs/run-terms.ts';
import { requireUncommitted } from '../runs/unfinished-run.ts';
import { openReviews } from '../scoring/open-reviews.ts';
import { servedAtRelease } from '../scoring/served-at-release.ts';
import { sinceRelease } from '../scoring/since-release.ts';
import { countAttempt, finishDecided } from './finish-run.ts';
import { runAndScore } from './run-and-score.ts';
import { listenForStrayErrors } from './stray-errors.ts';

/**
 * Evaluates one prompt and leaves the run on disk.
 *
 * @throws InterruptedError after Ctrl-C; what was measured stays in the run's folder.
 */
export async function evaluatePrompt(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
): Promise<EvaluatedRun> {
  const { resumed } = options;
  if (options.shard && prompt.stopEarly) throw new InputError(stopsEarly(prompt));
  if (resumed && options.policyFrom !== undefined) await requireUncommitted(project, resumed);
  if (resumed?.decided) return finishDecided(project, resumed, resumed.decided);
  return runEvaluation(project, prompt, options, evaluationOf(project, prompt, options));
}

/** A look at the gates is one at the cases of all shards, which no shard has. */
function stopsEarly({ name }: ResolvedPrompt): Problem {
  return {
    field: '--shard',
    message: `${name} has stopEarly, and a shard can't tell when the whole run could stop`,
    hint: 'Set stopEarly: false for it, or run it in one piece',
  };
}

/** The same for an evaluation of its own kind; `differently` replaces what it does not do as others do. */
export async function runEvaluation(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  evaluation: Evaluation,
  differently: (usual: Ports, folder: RunFolder) => Partial<Ports> = () => ({}),
): Promise<EvaluatedRun> {
  const { resumed } = options;
  const startedAt = resumed ? new Date(resumed.start.startedAt) : new Date();
  const id = resumed?.id ?? options.id ?? newRunId(startedAt);
  const folder = runFolder(project.config.reports, prompt.name, id);
  const usual = createPorts(project, prompt, options, { id, startedAt, folder, evaluation });
  const kept = evaluation.drift
    ? `What was measured is kept in ${project.display(folder.path)}`
    : keptWords(project.display(folder.path), `${options.command ?? 'run'} ${prompt.name}`, id);
  try {
    const run = await evaluate(evaluation, { ...usual, ...differently(usual, folder) });
    await unmarkRunning(folder.path);
    options.progress.emit(verdictEvent(run));
    if (options.signal.aborted) throw new InterruptedError(kept);
    return { run, folder: folder.path };
  } catch (error) {
    if (!(error instanceof InterruptedError))
      options.progress.emit({ type: 'run-failed', error: wordFor(error) });
    const isBegun = await holdsMark(folder.path);
    // With a result, its mark alone says that the ledger or the reports may lack something.
    if (!hasResult(folder)) await unmarkRunning(folder.path);
    throw isBegun && hasTrials(folder) ? new CutShortError(kept, error) : error;
  }
}

function verdictEvent({ id, prompt, verdict, trials, spend, plan, warnings }: RunFile): ProgressEvent {
  const gates = verdict.outcomes.map(({ gate, model, status, enforced, reason }) => ({
    gate,
    model,
    status,
    enforced,
    reason,
  }));
  const { usd, judgeUsd } = spend;
  return {
    type: 'verdict',
    run: id,
    prompt,
    status: verdict.status,
    gates,
    trials,
    spend: { usd, judgeUsd },
    action: plan.action,
    warnings,
  };
}

/** A word that holds nothing of what a server or a file says. */
function wordFor(error: unknown): string {
  if (error instanceof ProviderError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

/** Where a run that was cut off is, and the command that goes on with it. */
function keptWords(folder: string, command: string, id: string): string {
  return `What was measured is kept in ${folder}. Go on with: prompteval ${command} --resume --run ${id}`;
}

export function evaluationOf(
  project: Pick<Project, 'config'>,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
): Evaluation {
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
    cache: cacheOf(project, options),
    narrowed: isNarrowed(options) || models !== undefined || options.isWatched === true,
    stopEarly: prompt.stopEarly,
    ...(prompt.policy && { policy: runPolicy(prompt.policy) }),
  };
}

/** As run.json has it. */
function runPolicy({ cases: _, lostAttempts: __, ...policy }: PromptPolicy): RunPolicy {
  return policy;
}

/** A run that took answers from the cache before it was cut off is judged as one, whatever it does from then on. */
function cacheOf(
  { config }: Pick<Project, 'config'>,
  { cache = config.cache, resumed }: EvaluationOptions,
): CacheMode {
  const before = resumed?.start.asked.cache;
  return before !== undefined && readsCache(before) ? before : cache;
}

/** The config's cap is for all shards together. */
function shareOf(maxCost: number | null, { cases, shard }: ChosenCases): number | undefined {
  if (maxCost === null) return undefined;
  return shard ? (maxCost * cases.length) / shard.whole.length : maxCost;
}

/** Whether the ledger will have a line of it, if it comes to its end. */
function isToBeCounted({ evaluation, arms, chosen }: Subject): boolean {
  const isAnother = evaluation.scoredFrom !== undefined || evaluation.drift !== undefined;
  return chosen.shard === undefined && mayBeJudged(arms, { narrowed: chosen.narrowed, isAnother });
}

function createPorts(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  started: { id: string; startedAt: Date; folder: RunFolder; evaluation: Evaluation },
): Ports {
  const { folder, id, startedAt, evaluation } = started;
  const images = new ImageFiles(project.config.root);
  const ledger = attemptLedger(project, prompt.name, prompt.policy?.lostAttempts);
  const prices = priceTable(project.config);
  // As things stand when the run begins; what git says of them is here long before it ends.
  const standing = Promise.all([findActor(project.config.root), findCommit(project.config.root)]);
  return {
    resolveArms: () => resolveArms(project, prompt, options),
    loadCases: (arms) => loadCases(project, prompt, arms, options, evaluation, images),
    interfaceOf,
    reviews: openReviews(project.store, prompt.name, id),
    outputSchemaOf,
    async runAndScore(subject, work, onRecord) {
      if (isToBeCounted(subject)) await ledger.requireWritable();
      const terms = termsOf(subject, { source: prices.source, prices: project.config.prices }, project.tool);
      if (options.resumed) requireSameTerms(id, options.resumed.start.terms, terms);
      const start: RunStart = {
        formatVersion: 1,
        startedAt: startedAt.toISOString(),
        asked: { ...askedFor(options), cache: evaluation.cache },
        terms,
      };
      const maxCost = options.maxCost ?? shareOf(project.config.maxCost, subject.chosen);
      return runAndScore(project, { ...options, maxCost, folder, images, start }, work, onRecord);
    },
    servedAtRelease: (digest) =>
      servedAtRelease(project.store, { prompt: prompt.name, alias: options.alias, digest }),
    isPricedAsInUs: prices.isPricedAsInUs,
    sinceRelease: (measured) => sinceRelease(project, prompt, options.alias, measured, prices),
    strayErrors: listenForStrayErrors(project.config.root),
    async earlierAttempts({ casesDigest, dataset }) {
      const { warnings, ...known } = await ledger.earlier({ cases: casesDigest, dataset: dataset.digest });
      return { ...known, warnings: warnings.map((warning) => `${formatProblem(warning)}.`) };
    },
    async describeCircumstances() {
      const [actor, git] = await standing;
      const judges = await judgeChecks(project.config.root, prompt);
      const finishedAt = new Date().toISOString();
      return {
        id,
        startedAt: startedAt.toISOString(),
        finishedAt,
        actor,
        git,
        tool: project.tool,
        prices: prices.source,
        ...(judges.length > 0 && { judges }),
      };
    },
    async saveRun(run) {
      await writeRunFile(folder.path, run);
      await countAttempt(ledger, run);
    },
    async writeReports() {
      await writeReports(folder.path);
    },
  };
}
