import { InputError } from '../../core/errors.ts';
import { planRun } from '../../project/dry-run.ts';
import { findPrompt } from '../../project/open-project.ts';
import {
  type NothingToRelease,
  nothingToRelease,
  releasePrompt,
  requireReleaseCases,
} from '../../project/release.ts';
import { releaseFinishedRun } from '../../project/release-finished-run.ts';
import {
  createProgress,
  type EvaluationFlags,
  listenForInterrupt,
  toEvaluationOptions,
} from '../evaluation-options.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';
import { printPlan } from '../print-plan.ts';
import { exitCodeOf, hintAfterRelease, printRun, printUnreported } from '../run-outcome.ts';

interface ReleaseFlags extends EvaluationFlags {
  run?: string;
}

export async function run([name = '']: string[], flags: ReleaseFlags): Promise<void> {
  refuseWhatCannotRelease(flags);
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const interrupt = listenForInterrupt();
  const progress = createProgress(flags);
  try {
    const options = toEvaluationOptions(flags, progress, interrupt.signal);
    await requireReleaseCases(project, prompt, flags.split);
    if (flags.dryRun) {
      const nothing = await nothingToRelease(project, prompt, options);
      if (nothing) return printNothing(output, name, flags.alias, nothing);
      const plan = await planRun(project, prompt, options);
      output.printJson(plan);
      return printPlan(output, plan);
    }
    const evaluated =
      flags.run === undefined
        ? await releasePrompt(project, prompt, options)
        : await releaseFinishedRun(project, prompt, flags.run, options);
    if ('stable' in evaluated) return printNothing(output, name, flags.alias, evaluated);
    progress.close();
    const code = exitCodeOf(evaluated.run);
    if (evaluated.unwritten === undefined) await printRun(output, project, evaluated, code);
    else printUnreported(output, evaluated.run, evaluated.unwritten);
    output.printJson(evaluated.run);
    hintAfterRelease(output, evaluated.run);
    process.exitCode = code;
  } finally {
    progress.close();
    interrupt.release();
  }
}

function printNothing(output: Output, prompt: string, alias: string, { stable }: NothingToRelease): void {
  output.print(
    `Nothing to release: ${alias} of ${prompt} is version ${stable}, and the candidate is the same.`,
  );
  output.printJson({ prompt, released: null, stable });
}

function refuseWhatCannotRelease(flags: ReleaseFlags): void {
  // A narrowed run proves nothing about the cases it left out.
  const narrowing = {
    '--filter': flags.filter,
    '--first': flags.first,
    '--case': flags.case,
    '--model': flags.model,
  };
  const problems = Object.entries(narrowing)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => ({
      field,
      message: 'a run that is narrowed can never promote',
      hint: 'Use `prompteval run` for a smoke run, and release without it',
    }));
  if (problems.length > 0) throw new InputError(problems);
  if (flags.run === undefined || !flags.dryRun) return;
  throw new InputError({
    field: '--dry-run',
    message: 'a finished run is released without a call, so there is nothing to plan',
    hint: 'Leave out --run or --dry-run',
  });
}
