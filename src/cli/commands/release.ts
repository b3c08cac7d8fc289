import { InputError } from '../../core/errors.ts';
import { planRun } from '../../project/dry-run.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { nothingToRelease, releaseFinishedRun, releasePrompt } from '../../project/release.ts';
import {
  createProgress,
  type EvaluationFlags,
  listenForInterrupt,
  toEvaluationOptions,
} from '../evaluation-options.ts';
import { createOutput, type Output } from '../output.ts';
import { printPlan } from '../print-plan.ts';
import { exitCodeOf, printRun } from '../run-outcome.ts';

interface ReleaseFlags extends EvaluationFlags {
  run?: string;
}

export async function run([name = '']: string[], flags: ReleaseFlags): Promise<void> {
  const output = createOutput(flags);
  refuseNarrowing(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const prompt = findPrompt(project, name);
  const interrupt = listenForInterrupt();
  const progress = createProgress(flags);
  try {
    const options = toEvaluationOptions(flags, progress, interrupt.signal);
    const stable = await nothingToRelease(project, prompt, options);
    if (stable !== null) return printNothing(output, name, flags.alias, stable);
    if (flags.dryRun) {
      const plan = await planRun(project, prompt, options);
      output.printJson(plan);
      return printPlan(output, plan);
    }
    const evaluated =
      flags.run === undefined
        ? await releasePrompt(project, prompt, options)
        : await releaseFinishedRun(project, prompt, flags.run, options);
    progress.close();
    const code = exitCodeOf(evaluated.run);
    await printRun(output, project, evaluated, code);
    output.printJson(evaluated.run);
    process.exitCode = code;
  } finally {
    progress.close();
    interrupt.release();
  }
}

function printNothing(output: Output, prompt: string, alias: string, stable: number): void {
  output.print(
    `Nothing to release: ${alias} of ${prompt} is version ${stable}, and the candidate is the same.`,
  );
  output.printJson({ prompt, released: null, stable });
}

/** A narrowed run proves nothing about the cases it left out. */
function refuseNarrowing(flags: ReleaseFlags): void {
  const narrowing = {
    '--filter': flags.filter,
    '--first': flags.first,
    '--case': flags.case,
    '--model': flags.model,
  };
  const given = Object.entries(narrowing).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw new InputError(
    given.map(([field]) => ({
      field,
      message: 'a run that is narrowed can never promote',
      hint: 'Use `prompteval run` for a smoke run, and release without it',
    })),
  );
}
