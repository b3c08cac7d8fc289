import { measureDrift, planDrift } from '../../project/evaluation/drift.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import { printPlan } from '../print-plan.ts';
import { createProgress, type ProgressFlags } from '../progress.ts';
import { exitCodeOf, printRun } from '../run-outcome.ts';

interface DriftFlags extends ProgressFlags {
  run?: string;
  alias: string;
  concurrency?: number;
  maxCost?: number;
  dryRun?: boolean;
}

export async function run([name = '']: string[], flags: DriftFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const interrupt = listenForInterrupt();
  const progress = await createProgress(flags);
  try {
    const { run: named, alias, concurrency, maxCost } = flags;
    const { signal } = interrupt;
    const options = { run: named, alias, concurrency, maxCost, progress, signal };
    if (flags.dryRun) {
      const plan = await planDrift(project, prompt, options);
      output.printJson(plan);
      return printPlan(output, plan);
    }
    const evaluated = await measureDrift(project, prompt, options);
    await progress.close();
    const code = exitCodeOf(evaluated.run);
    await printRun(output, project, evaluated, code);
    output.printJson(evaluated.run);
    process.exitCode = code;
  } finally {
    await progress.close();
    interrupt.release();
  }
}
