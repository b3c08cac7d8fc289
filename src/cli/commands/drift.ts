import { measureDrift, planDrift } from '../../project/drift.ts';
import { findPrompt } from '../../project/open-project.ts';
import { createProgress, listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { printPlan } from '../print-plan.ts';
import { exitCodeOf, printRun } from '../run-outcome.ts';

interface DriftFlags extends GlobalOptions {
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
  const progress = createProgress(flags);
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
