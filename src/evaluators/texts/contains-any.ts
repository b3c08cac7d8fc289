import type { Evaluator } from '../../core/evaluator.ts';
import { quoted, type TextListOptions, textListEvaluator } from './text-list.ts';

/**
 * 1 where the answer contains at least one of `texts` (or of what the case expects), else 0.
 *
 * @throws InputError for options that can't be used.
 */
export function containsAny(options: TextListOptions = {}): Evaluator {
  return textListEvaluator('containsAny', options, (found, missing) =>
    found.length > 0 ? undefined : `the answer contains none of ${quoted(missing)}`,
  );
}
