import type { Evaluator } from '../../core/evaluator.ts';
import type { Json } from '../../core/json.ts';
import type { Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unread, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { checkOptions, readingSteps } from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { type Reading, readAnswer } from '../reading/read-answer.ts';
import {
  filledTextCheck,
  foldOf,
  nothingToSearch,
  type SearchOptions,
  searchedFor,
  searchIn,
  searchOptionChecks,
} from './text-search.ts';

export interface ContainsOptions extends SearchOptions {
  /** What the answer must contain; default: what the case expects. */
  text?: string;
}

/**
 * 1 where the answer contains what the case expects (or `text`), else 0 with the reason. Where `path` leads to a list,
 * one of its entries must be it. With `normalize: 'number'` one of the numbers in the answer must be it.
 *
 * @throws InputError for options that can't be used.
 */
export function contains(options: ContainsOptions = {}): Evaluator {
  checkOptions('contains', options, { ...searchOptionChecks, text: filledTextCheck });
  const metric = options.metric ?? 'contains';
  const made = { ...options };
  const steps = readingSteps(made);
  return builtIn({
    name: 'contains',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    needsExpected: made.text === undefined,
    evaluate(context) {
      const wanted = searchedFor(made, context.case.expected, steps);
      if (!wanted.found) return unscored(metric, wanted.reason);
      const answer = readAnswer(context.completion.text, steps);
      return scoreContained(metric, answer, wanted.value, made);
    },
  });
}

function scoreContained(metric: string, answer: Reading, wanted: Json, options: ContainsOptions): Score {
  if (typeof wanted === 'object') return unscored(metric, 'the expected value is no text');
  const text = foldOf(options)(textOf(wanted));
  if (text === undefined || text === '') return unscored(metric, nothingToSearch(options));
  if (!answer.found) return unread(metric, answer.reason);
  if (searchIn(answer.value, options)(text)) return passed(metric);
  return failed(metric, `the answer does not contain "${excerpt(text, 60)}"`);
}
