import type { PromptPolicy, ResolvedPrompt } from '../../config/resolved-config.ts';
import { type CacheMode, readsCache } from '../../core/cache-mode.ts';
import { CutShortError, InputError, InterruptedError, ProviderError } from '../../core/errors.ts';
import type { RunPolicy } from '../../core/policy.ts';
import type { Problem } from '../../core/problem.ts';
import type { ProgressEvent } from '../../core/progress.ts';
import { isCutOff } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { Evaluation, Ports } from '../../evaluation/evaluation.ts';
import { evaluate } from '../../pipeline.ts';
import type { ModelSpec } from '../../runner/model-pairings.ts';
import { isNarrowed } from '../cases/cases.ts';
import { newRunId } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import type { EvaluationCommand, EvaluationOptions } from '../runs/evaluation-options.ts';
import { hasAnswers, hasResult, type RunFolder, runFolder } from '../runs/run-folder.ts';
import { holdsMark, unmarkRunning } from '../runs/run-marker.ts';
import { requireUncommitted } from '../runs/unfinished-run.ts';
import { finishDecided } from './finish-run.ts';
import { createPorts } from './ports.ts';

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
  const { resumed, command = 'run' } = options;
  const startedAt = resumed ? new Date(resumed.start.startedAt) : new Date();
  const id = resumed?.id ?? options.id ?? newRunId(startedAt);
  const folder = runFolder(project.config.reports, prompt.name, id);
  const usual = createPorts(project, prompt, options, { id, startedAt, folder, evaluation });
  const place = project.display(folder.path);
  const kept = evaluation.drift
    ? `What was measured is kept in ${place}`
    : keptWords(place, `${command} ${prompt.name}`, id);
  try {
    const run = await evaluate(evaluation, { ...usual, ...differently(usual, folder) });
    await unmarkRunning(folder.path);
    options.progress.emit(verdictEvent(run));
    if (options.signal.aborted)
      throw new InterruptedError(isCutOff(run) ? kept : finishedWords(place, command, run));
    return { run, folder: folder.path };
  } catch (error) {
    const isInterrupted = error instanceof InterruptedError;
    if (!isInterrupted) options.progress.emit({ type: 'run-failed', error: wordFor(error) });
    // A drift run has no mark, and a folder of its own.
    const isBegun = !isInterrupted && (evaluation.drift !== undefined || (await holdsMark(folder.path)));
    // With a result, its mark alone says that the ledger or the reports may lack something.
    if (!hasResult(folder)) await unmarkRunning(folder.path);
    throw isBegun && hasAnswers(folder) ? new CutShortError(kept, error) : error;
  } finally {
    await usual.close();
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
  const { unpriced: _, ...spent } = spend;
  return {
    type: 'verdict',
    run: id,
    prompt,
    status: verdict.status,
    gates,
    trials,
    spend: spent,
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

/** The same of one that had all of its answers when it was interrupted. */
function finishedWords(
  folder: string,
  command: EvaluationCommand,
  { id, prompt, plan: { alias } }: RunFile,
): string {
  const aliased = alias === 'stable' ? '' : ` --alias ${alias}`;
  const next =
    command === 'run'
      ? `Its report: prompteval report ${id}`
      : `Go on with: prompteval ${command} ${prompt} --run ${id}${aliased}`;
  return `The run is finished and kept in ${folder}. ${next}`;
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
