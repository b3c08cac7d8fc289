import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { quoted, type TextListOptions, textListEvaluator } from './text-list.ts';

/**
 * 1 where the answer contains none of `texts`, or of what the case names in `field`; else 0 with those that it contains.
 * An empty answer contains nothing.
 *
 * @throws InputError for options that can't be used.
 */
export function excludes(options: TextListOptions): Evaluator {
  const evaluator = textListEvaluator('excludes', options, (found) =>
    found.length === 0 ? undefined : `the answer contains ${quoted(found)}`,
  );
  if (evaluator.needsExpected !== true) return evaluator;
  throw new InputError({
    field: 'excludes.texts',
    message: 'is missing',
    expected: 'a list of texts',
    hint: 'Or name in `field` the field of the dataset where a case lists them',
  });
}
