import type { CacheMode } from '../core/cache-mode.ts';
import type { Split } from '../core/case.ts';
import { InputError } from '../core/errors.ts';
import type { ProgressSink } from '../core/progress.ts';
import type { Shard } from '../core/shard.ts';
import type { EvaluationOptions } from '../project/runs/evaluation-options.ts';
import { endInterrupted } from './process-end.ts';
import type { ProgressFlags } from './progress.ts';

/** The options that `run` and `release` share, as commander gives them. */
export interface EvaluationFlags extends ProgressFlags {
  candidate?: string;
  baseline?: string;
  model?: string[];
  filter?: string;
  first?: number;
  case?: string[];
  split?: Split;
  shard?: Shard;
  policyFrom?: string;
  repeats?: number;
  alias: string;
  concurrency?: number;
  cache?: CacheMode;
  maxCost?: number;
  dryRun?: boolean;
  resume?: boolean;
  /** With `resume`, the run to go on with. */
  run?: string;
  changed?: boolean;
  /** With `changed`, the git revision to compare with. */
  since?: string;
}

export function toEvaluationOptions(
  flags: EvaluationFlags,
  progress: ProgressSink,
  signal: AbortSignal,
): EvaluationOptions {
  return {
    candidate: flags.candidate,
    baseline: flags.baseline,
    alias: flags.alias,
    models: flags.model,
    filter: flags.filter,
    first: flags.first,
    cases: flags.case,
    split: flags.split,
    shard: flags.shard,
    policyFrom: flags.policyFrom,
    repeats: flags.repeats,
    concurrency: flags.concurrency,
    cache: flags.cache,
    maxCost: flags.maxCost,
    progress,
    signal,
  };
}

/** @throws InputError with what does not go with --resume, or only with it. */
export function refuseWhatCannotResume(flags: Pick<EvaluationFlags, 'resume' | 'run' | 'dryRun'>): void {
  if (flags.resume && flags.dryRun) {
    throw new InputError({
      field: '--dry-run',
      message: 'does not go with --resume: the run is planned already',
    });
  }
  if (flags.resume || flags.run === undefined) return;
  throw new InputError({
    field: '--run',
    message: 'names the run to go on with, and so goes with --resume',
    hint: `Go on with it: --resume --run ${flags.run}. Look at it: prompteval report ${flags.run}`,
  });
}

const sameInterruptMs = 1000;

/**
 * Ctrl-C asks the run to stop and keep what it has; a second one, which comes a second later or more, ends the process at once.
 * Gives the signal and a function that takes the handlers away.
 */
export function listenForInterrupt(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  let first = 0;
  const interrupt = () => {
    // A terminal and npx both pass the same Ctrl-C on.
    if (controller.signal.aborted && performance.now() - first < sameInterruptMs) return;
    if (controller.signal.aborted) endInterrupted();
    first = performance.now();
    controller.abort(new Error('interrupted'));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, interrupt);
    },
  };
}
