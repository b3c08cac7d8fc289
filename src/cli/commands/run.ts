import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { type ExitCode, InputError } from '../../core/errors.ts';
import { filledShards, shardName } from '../../core/shard.ts';
import { countCases } from '../../project/cases/cases.ts';
import { withPolicy } from '../../project/ci/policy.ts';
import { removedPrompts, removedWords } from '../../project/ci/removed-prompts.ts';
import { planRun } from '../../project/evaluation/dry-run.ts';
import { evaluatePrompt } from '../../project/evaluation/evaluation.ts';
import type { Project } from '../../project/opening/open-project.ts';
import type { EvaluationOptions } from '../../project/runs/evaluation-options.ts';
import { resumedOptions } from '../../project/runs/resumed-options.ts';
import { type Chosen, choosePrompts } from '../choose-prompts.ts';
import {
  type EvaluationFlags,
  listenForInterrupt,
  refuseWhatCannotResume,
  toEvaluationOptions,
} from '../evaluation-options.ts';
import { onlyChanged, refuseUnclearChange } from '../only-changed.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { printCase } from '../print-case.ts';
import { printPlan } from '../print-plan.ts';
import { createProgress } from '../progress.ts';
import {
  exitCodeOf,
  hintAfterCutOff,
  hintAfterRun,
  hintForReviewers,
  printRun,
  worstExitCode,
} from '../run-outcome.ts';
import { errorDocument, exitCodeOfError, showError } from '../show-error.ts';
import type { WatchFlags } from '../watch/watch-run.ts';

/** What one prompt came to: its exit code, and what `--json` shows of it. */
interface Outcome {
  code: ExitCode;
  document: unknown;
}

interface RunFlags extends WatchFlags {
  watch?: boolean;
}

export async function run(names: string[], flags: RunFlags): Promise<void> {
  if (flags.watch) return (await import('../watch/watch-run.ts')).watch(names, flags);
  refuseBudgetAlone(flags);
  refuseWhatCannotResume(flags);
  refuseUnclearChange(flags);
  const { output, project } = await open(flags);
  if (flags.policyFrom !== undefined && names.length === 0) {
    for (const removed of await removedPrompts(project, flags.policyFrom))
      output.note(`⚠ ${removedWords(removed)}`);
  }
  const prompts = await onlyChanged(output, project, await choosePrompts(project, names, flags), flags);
  const interrupt = listenForInterrupt();
  const outcomes: Outcome[] = [];
  try {
    for (const chosen of prompts) {
      const attempt = evaluate(project, chosen, flags, output, interrupt.signal);
      const { prompt } = chosen;
      outcomes.push(await (prompts.length === 1 ? attempt : attempt.catch((error) => failed(prompt, error))));
    }
  } finally {
    interrupt.release();
  }
  const documents = outcomes.map((outcome) => outcome.document);
  output.printJson(prompts.length === 1 ? documents[0] : documents);
  process.exitCode = worstExitCode(outcomes.map((outcome) => outcome.code));
}

function refuseBudgetAlone({ watchBudget }: RunFlags): void {
  if (watchBudget === undefined) return;
  throw new InputError({
    field: '--watch-budget',
    message: 'goes with --watch',
    hint: 'The cap of a single run is --max-cost',
  });
}

async function evaluate(
  project: Project,
  { prompt, resumed }: Chosen,
  flags: EvaluationFlags,
  output: Output,
  signal: AbortSignal,
): Promise<Outcome> {
  const progress = await createProgress(flags);
  const given = toEvaluationOptions(flags, progress, signal);
  const options = resumed ? resumedOptions(given, resumed) : given;
  const source = options.policyFrom === undefined ? undefined : { name: options.policyFrom, asked: options };
  try {
    return await withPolicy(project, prompt, source, (judged) =>
      evaluateAs(project, judged, options, flags, output),
    );
  } finally {
    await progress.close();
  }
}

async function evaluateAs(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
  flags: EvaluationFlags,
  output: Output,
): Promise<Outcome> {
  const nothing = await emptyShard(project, prompt, options);
  if (nothing) {
    output.print(nothing.text);
    return { code: 0, document: nothing.document };
  }
  if (flags.dryRun) {
    const plan = await planRun(project, prompt, options);
    printPlan(output, plan);
    return { code: 0, document: plan };
  }
  const evaluated = await evaluatePrompt(project, prompt, options);
  await options.progress.close();
  const code = exitCodeOf(evaluated.run);
  await printCase(output, evaluated.folder, evaluated.run);
  await printRun(output, project, evaluated, code);
  // A release is compared with what the alias names, and with nothing else.
  if (options.baseline === undefined) hintAfterRun(output, evaluated.run);
  hintForReviewers(output, evaluated.run);
  hintAfterCutOff(output, evaluated.run, 'run');
  return { code, document: evaluated.run };
}

/** Fewer cases than shards are no mistake: in a matrix every prompt has as many. */
async function emptyShard(project: Project, prompt: ResolvedPrompt, options: EvaluationOptions) {
  const { shard } = options;
  if (shard === undefined || shard.index === 1) return null;
  const cases = await countCases(project, prompt, options);
  if (shard.index <= filledShards(shard.of, cases)) return null;
  const text = `Nothing of ${prompt.name} is in ${shardName(shard)}: it has ${cases} cases.`;
  return { text, document: { prompt: prompt.name, shard, cases: 0 } };
}

/** Of several prompts, one that could not run takes nothing from the others; Ctrl-C ends them all. */
function failed(prompt: ResolvedPrompt, error: unknown): Outcome {
  const code = exitCodeOfError(error);
  if (code === 130) throw error;
  showError(error, { json: false, about: prompt.name });
  return { code, document: { prompt: prompt.name, error: errorDocument(error) } };
}
