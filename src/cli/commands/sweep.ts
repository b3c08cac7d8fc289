import type { CacheMode } from '../../core/cache-mode.ts';
import type { Split } from '../../core/case.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { planSweepCalls } from '../../project/tuning/dry-sweep.ts';
import { runSweep, sweepPage } from '../../project/tuning/sweep.ts';
import type { SweepOptions } from '../../project/tuning/sweep-options.ts';
import { listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import { combinations, type SettingValues } from '../parse-settings.ts';
import { printSweep, printSweepCalls } from '../print-sweep.ts';
import { createProgress, type ProgressFlags } from '../progress.ts';

interface SweepFlags extends ProgressFlags {
  candidate?: string[];
  baseline?: string;
  model?: string[];
  set?: SettingValues;
  filter?: string;
  first?: number;
  case?: string[];
  split?: Split;
  repeats?: number;
  alias: string;
  concurrency?: number;
  maxCost?: number;
  cache?: CacheMode;
  dryRun?: boolean;
}

export async function run([name = '']: string[], flags: SweepFlags): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const interrupt = listenForInterrupt();
  const progress = await createProgress(flags);
  try {
    const { candidate, set, model, case: cases, baseline, filter, first, split, repeats, alias } = flags;
    const { concurrency, maxCost, cache } = flags;
    const options: SweepOptions = {
      candidates: candidate ?? [],
      settings: combinations(set),
      models: model,
      cases,
      ...{ baseline, filter, first, split, repeats, alias, concurrency, maxCost, cache },
      progress,
      signal: interrupt.signal,
    };
    if (flags.dryRun) {
      const plan = await planSweepCalls(project, prompt, options);
      output.printJson(plan);
      return printSweepCalls(output, plan);
    }
    const { sweep, folder } = await runSweep(project, prompt, options);
    await progress.close();
    printSweep(output, sweep, project.display(sweepPage(folder)));
    output.printJson(sweep);
    // Of a table that its budget cut off nothing can be chosen.
    process.exitCode = sweep.status === 'complete' ? 0 : 3;
  } finally {
    await progress.close();
    interrupt.release();
  }
}
