import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { ProgressEvent } from '../../core/progress.ts';
import type { ReleaseSummary } from '../../core/run-file.ts';
import { withPolicy } from '../../project/ci/policy.ts';
import { planRun } from '../../project/evaluation/dry-run.ts';
import { finishDecided } from '../../project/evaluation/finish-run.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { applyPlan } from '../../project/release/apply-plan.ts';
import {
  type NothingToRelease,
  nothingToRelease,
  type ReleaseMode,
  releasePrompt,
  requireReleaseCases,
} from '../../project/release/release.ts';
import { releaseFinishedRun } from '../../project/release/release-finished-run.ts';
import type { AskedFor } from '../../project/runs/asked-for.ts';
import type { EvaluationOptions } from '../../project/runs/evaluation-options.ts';
import { resumedOptions } from '../../project/runs/resumed-options.ts';
import { findUnfinishedRun, type UnfinishedRun } from '../../project/runs/unfinished-run.ts';
import {
  type EvaluationFlags,
  listenForInterrupt,
  refuseWhatCannotResume,
  toEvaluationOptions,
} from '../evaluation-options.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { printPlan } from '../print-plan.ts';
import { createProgress } from '../progress.ts';
import { planExit, planJson, printReleasePlan } from '../release-plan.ts';
import {
  exitCodeOf,
  hintAfterCutOff,
  hintAfterRelease,
  hintForReviewers,
  printRun,
  printUnreported,
} from '../run-outcome.ts';

interface ReleaseFlags extends EvaluationFlags {
  planOnly?: boolean;
  apply?: string;
  override?: boolean;
  reason?: string;
}

export async function run([name = '']: string[], flags: ReleaseFlags): Promise<void> {
  refuseWhatCannotRelease(flags);
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  if (flags.apply !== undefined) return apply(output, project, prompt, flags.apply);
  const mode = { planOnly: flags.planOnly ?? false, override: flags.override ? flags.reason : undefined };
  const interrupt = listenForInterrupt();
  const progress = await createProgress(flags);
  try {
    const given = toEvaluationOptions(flags, progress, interrupt.signal);
    const resumed = flags.resume ? await findUnfinishedRun(project, name, flags.run) : null;
    const options = resumed ? resumedOptions(given, resumed) : given;
    const source =
      options.policyFrom === undefined ? undefined : { name: options.policyFrom, asked: options };
    await withPolicy(project, prompt, source, (judged) =>
      releaseAs(output, project, judged, { flags, mode, options, resumed }),
    );
  } finally {
    await progress.close();
    interrupt.release();
  }
}

interface Asked {
  flags: ReleaseFlags;
  mode: ReleaseMode;
  options: EvaluationOptions;
  resumed: UnfinishedRun | null;
}

async function releaseAs(
  output: Output,
  project: Project,
  prompt: ResolvedPrompt,
  { flags, mode, options, resumed }: Asked,
): Promise<void> {
  const { name } = prompt;
  await requireReleaseCases(project, prompt, options.split);
  if (resumed) refusePartial(resumed, options);
  if (flags.dryRun) {
    const nothing = await nothingToRelease(project, prompt, options);
    if (nothing) return printNothing(output, name, flags.alias, nothing);
    const plan = await planRun(project, prompt, options);
    output.printJson(plan);
    return printPlan(output, plan);
  }
  if (resumed?.decided) await finishDecided(project, resumed, resumed.decided);
  const finished = flags.resume ? resumed?.decided?.id : flags.run;
  const evaluated =
    finished === undefined
      ? await releasePrompt(project, prompt, options, mode)
      : await releaseFinishedRun(project, prompt, finished, options, mode);
  if ('stable' in evaluated) return printNothing(output, name, flags.alias, evaluated);
  const { run, planned } = evaluated;
  if (run.release) options.progress.emit(releasedEvent(run.id, name, run.release));
  await options.progress.close();
  const code = run.release ? 0 : planned ? planExit(planned) : exitCodeOf(run);
  if (evaluated.unwritten === undefined) await printRun(output, project, evaluated, code);
  else printUnreported(output, run, evaluated.unwritten);
  if (planned && run.release === null) {
    printReleasePlan(output, planned);
    output.printJson(mode.planOnly ? planJson(planned) : { ...run, planned: planJson(planned) });
  } else output.printJson(run);
  hintAfterRelease(output, run);
  hintForReviewers(output, run);
  hintAfterCutOff(output, run, mode.planOnly ? 'release --plan-only' : 'release');
  process.exitCode = code;
}

function releasedEvent(run: string, prompt: string, { alias, from, to, seq }: ReleaseSummary): ProgressEvent {
  return { type: 'released', run, prompt, alias, from, to, seq };
}

async function apply(
  output: Output,
  project: Project,
  prompt: ResolvedPrompt,
  digest: string,
): Promise<void> {
  const { run, folder } = await applyPlan(project, prompt, digest);
  if (folder !== null) await printRun(output, project, { run, folder }, 0);
  else {
    const { alias, from, to } = run.release ?? { alias: run.plan.alias, from: null, to: '?' };
    output.print(`Released: ${alias} of ${prompt.name} is v${to}${from === null ? '' : ` (was v${from})`}.`);
  }
  output.printJson(run);
  hintAfterRelease(output, run);
}

function printNothing(output: Output, prompt: string, alias: string, { stable }: NothingToRelease): void {
  output.print(
    `Nothing to release: ${alias} of ${prompt} is version ${stable}, and the candidate is the same.`,
  );
  output.printJson({ prompt, released: null, stable });
}

function refuseWhatCannotRelease(flags: ReleaseFlags): void {
  const problems = narrowingProblems({ ...flags, cases: flags.case, models: flags.model });
  problems.push(...modeProblems(flags));
  if (problems.length > 0) throw new InputError(problems);
  if (flags.resume) refuseWhatCannotResume(flags);
  if (flags.run === undefined || !flags.dryRun) return;
  throw new InputError({
    field: '--dry-run',
    message: 'a finished run is released without a call, so there is nothing to plan',
    hint: 'Leave out --run or --dry-run',
  });
}

/** A run that goes on may have been begun by `run`, which may narrow it or ask for a shard of it. */
function refusePartial({ id, prompt }: UnfinishedRun, options: AskedFor): void {
  const begunWith = narrowingProblems(options).map(({ field }) => field);
  if (options.shard) begunWith.push('--shard');
  if (begunWith.length === 0) return;
  throw new InputError({
    field: '--resume',
    message: `run ${id} was begun with ${begunWith.join(', ')}, so it can never promote`,
    hint: `Go on with it: prompteval run ${prompt} --resume --run ${id}. Another one is named with --run <id>`,
  });
}

/** A narrowed run proves nothing about the cases it left out. */
function narrowingProblems({ filter, first, cases, models }: Omit<AskedFor, 'alias'>): Problem[] {
  const narrowing = { '--filter': filter, '--first': first, '--case': cases, '--model': models };
  return Object.entries(narrowing)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => ({
      field,
      message: 'a run that is narrowed can never promote',
      hint: 'Use `prompteval run` for a smoke run, and release without it',
    }));
}

/** A plan names all that an evaluation could be told, and an override says why. */
function modeProblems(flags: ReleaseFlags): Problem[] {
  const problems: Problem[] = [];
  if (flags.apply !== undefined) {
    const settled = {
      '--run': flags.run,
      '--plan-only': flags.planOnly,
      '--override': flags.override,
      '--candidate': flags.candidate,
      '--baseline': flags.baseline,
      '--dry-run': flags.dryRun,
      '--resume': flags.resume,
      '--policy-from': flags.policyFrom,
    };
    for (const [field, value] of Object.entries(settled)) {
      if (value !== undefined)
        problems.push({ field, message: 'does not go with --apply: the plan says it' });
    }
  }
  if (flags.override && flags.planOnly) {
    problems.push({ field: '--plan-only', message: 'does not go with --override, which follows no plan' });
  }
  if (flags.override && flags.reason === undefined) {
    problems.push({ field: '--reason', message: 'an override says why', expected: '--reason "…"' });
  }
  if (!flags.override && flags.reason !== undefined) {
    problems.push({ field: '--reason', message: 'goes with --override only' });
  }
  return problems;
}
