import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { formatCount } from '../../core/format.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unread } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { describe } from '../options/metric-problems.ts';
import {
  checkOptions,
  type OptionCheck,
  readingSteps,
  type TextOptions,
  textOptionChecks,
} from '../options/options.ts';
import { longestSearched, statelessPattern } from '../reading/extract.ts';
import { normalizeText, textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';

export interface MatchesOptions extends TextOptions {
  /** Found anywhere in the answer; write `^` and `$` for the whole of it. */
  pattern: RegExp;
}

const patternCheck: OptionCheck = (value) =>
  value instanceof RegExp
    ? undefined
    : { message: `is ${describe(value)}`, expected: 'a regular expression such as /^[A-Z]{2}$/' };

/**
 * 1 where the pattern is found in the answer, else 0. It looks at the first million characters; the flags `g` and `y`
 * are ignored. A pattern that backtracks without end holds up the whole run: keep it simple.
 *
 * @throws InputError for options that can't be used.
 */
export function matches(options: MatchesOptions): Evaluator {
  checkOptions('matches', options, { ...textOptionChecks, pattern: patternCheck });
  if (options.pattern === undefined) {
    throw new InputError({ field: 'matches.pattern', ...patternCheck(undefined), message: 'is missing' });
  }
  const metric = options.metric ?? 'matches';
  const pattern = statelessPattern(options.pattern);
  const steps = readingSteps(options);
  return builtIn({
    name: 'matches',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    evaluate(context) {
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return unread(metric, answer.reason);
      const text = normalizeText(textOf(answer.value), options.normalize ?? 'trim');
      if (text === undefined) return unread(metric, 'no number could be read from the answer');
      if (pattern.test(text.slice(0, longestSearched))) return passed(metric);
      if (text === '') return failed(metric, 'the answer is empty');
      const words = `${excerpt(String(pattern), 60)} is not found`;
      return text.length > longestSearched
        ? unread(
            metric,
            `${words} in the first ${formatCount(longestSearched)} characters, and no others are searched`,
          )
        : failed(metric, words);
    },
  });
}
