import type { ModelParameters } from '../../core/prompt.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';

/** What a sweep is asked for. Answers come from the cache and are kept there unless `cache` says otherwise. */
export interface SweepOptions extends Omit<EvaluationOptions, 'candidate' | 'resumed' | 'command' | 'head'> {
  /** Refs, files, and names of files beside the prompt's; none: all there are. */
  candidates: readonly string[];
  /** Every combination of the settings; none: as the prompts and the config have it. */
  settings: readonly ModelParameters[];
}
