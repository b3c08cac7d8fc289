import type { Evaluator } from '../../core/evaluator.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unread, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { checkOptions, readingSteps } from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import {
  filledTextCheck,
  foldOf,
  nothingToSearch,
  type SearchOptions,
  searchedFor,
  searchOptionChecks,
} from './text-search.ts';

export interface StartsWithOptions extends SearchOptions {
  /** How the answer must begin; default: what the case expects. */
  text?: string;
}

/**
 * 1 where the answer begins with what the case expects (or with `text`), else 0 with how it begins.
 *
 * @throws InputError for options that can't be used.
 */
export function startsWith(options: StartsWithOptions = {}): Evaluator {
  checkOptions('startsWith', options, { ...searchOptionChecks, text: filledTextCheck });
  const metric = options.metric ?? 'startsWith';
  const made = { ...options };
  const steps = readingSteps(made);
  const fold = foldOf(made);
  return builtIn({
    name: 'startsWith',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    needsExpected: made.text === undefined,
    evaluate(context) {
      const wanted = searchedFor(made, context.case.expected, steps);
      if (!wanted.found) return unscored(metric, wanted.reason);
      const beginning = typeof wanted.value === 'object' ? undefined : fold(textOf(wanted.value));
      if (!beginning) return unscored(metric, nothingToSearch(made));
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return unread(metric, answer.reason);
      const text = fold(textOf(answer.value)) ?? '';
      if (text.startsWith(beginning)) return passed(metric);
      return failed(
        metric,
        text === '' ? 'the answer is empty' : `the answer starts with "${excerpt(text, 60)}"`,
      );
    },
  });
}
