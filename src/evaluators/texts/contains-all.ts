import type { Evaluator } from '../../core/evaluator.ts';
import { quoted, type TextListOptions, textListEvaluator } from './text-list.ts';

/**
 * 1 where the answer contains every one of `texts` (or of what the case expects), else 0 with those that are missing.
 *
 * @throws InputError for options that can't be used.
 */
export function containsAll(options: TextListOptions = {}): Evaluator {
  return textListEvaluator('containsAll', options, (_, missing) =>
    missing.length === 0 ? undefined : `the answer does not contain ${quoted(missing)}`,
  );
}
