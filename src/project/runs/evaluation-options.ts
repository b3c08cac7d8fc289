import type { ProgressSink } from '../../core/progress.ts';
import type { VersionPointer } from '../../core/registry.ts';
import type { AskedFor } from './asked-for.ts';
import type { UnfinishedRun } from './unfinished-run.ts';

/** One that was to write a plan must not release when it goes on. */
export type EvaluationCommand = 'run' | 'release' | 'release --plan-only';

/** What an evaluation is asked for, and how it goes about it. */
export interface EvaluationOptions extends AskedFor {
  /** What the alias names, where the caller has read that already: the run is about it, whatever moves meanwhile. */
  head?: VersionPointer | null;
  /** It is made anew whenever something is saved: a smoke run, and no call starts that may pass the cap. */
  isWatched?: boolean;
  /** The id of a run that has one before it begins. */
  id?: string;
  /** A run that goes on instead of a new one. */
  resumed?: UnfinishedRun | undefined;
  /** The command that goes on with the run where it is cut off, without the prompt's name; default `run`. */
  command?: EvaluationCommand;
  progress: ProgressSink;
  signal: AbortSignal;
}
