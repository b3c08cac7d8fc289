import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import {
  answerOptionChecks,
  checkOptions,
  patternsCheck,
  readingSteps,
  type TextOptions,
} from '../options/options.ts';
import { longestSearched, statelessPattern } from '../reading/extract.ts';
import { textOf } from '../reading/normalize.ts';
import { holdsPhrase, plainText, visibleText } from '../reading/plain-text.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { textsCheck } from '../texts/text-list.ts';
import { findCommitment } from './commitments.ts';

export interface ForbiddenOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** Words and phrases; case, emphasis, invisible characters and the amount of white space don't count. */
  phrases?: string[];
  patterns?: RegExp[];
  /** Things that no sentence may name but to deny them or to leave them open, such as `refund`. For English and German. */
  commitments?: string[];
}

/**
 * 1 where the answer says nothing of what is forbidden, else 0 with what it says. An empty answer says nothing.
 * Patterns and commitments are looked for in a million characters; a longer answer can't be told, and scores 0.
 *
 * @throws InputError for options that can't be used.
 */
export function forbidden(options: ForbiddenOptions): Evaluator {
  checkOptions('forbidden', options, {
    ...answerOptionChecks,
    phrases: textsCheck,
    patterns: patternsCheck,
    commitments: textsCheck,
  });
  const { phrases = [], patterns = [], commitments = [] } = options;
  if (phrases.length + patterns.length + commitments.length === 0) {
    throw new InputError({
      field: 'forbidden',
      message: 'forbids nothing',
      expected: 'phrases, patterns or commitments',
    });
  }
  const metric = options.metric ?? 'forbidden';
  const steps = readingSteps(options);
  const plainPhrases = phrases.map(plainText);
  const stateless = patterns.map((pattern) => statelessPattern(pattern));
  return builtIn({
    name: 'forbidden',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    evaluate(context) {
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      const whole = textOf(answer.value);
      const plain = plainText(whole);
      const phrase = plainPhrases.find((candidate) => holdsPhrase(plain, candidate));
      if (phrase !== undefined) return failed(metric, `the answer says "${excerpt(phrase, 60)}"`);
      const text = whole.slice(0, longestSearched);
      const visible = visibleText(text);
      const pattern = stateless.find((candidate) => candidate.test(text) || candidate.test(visible));
      if (pattern !== undefined) return failed(metric, `${excerpt(String(pattern), 60)} is found`);
      const commitment = findCommitment(text, commitments);
      if (commitment !== undefined)
        return failed(metric, `the answer commits to "${excerpt(commitment, 60)}"`);
      // What was not searched may hold it.
      return whole.length > text.length && patterns.length + commitments.length > 0
        ? failed(metric, 'the answer is too long to be searched')
        : passed(metric);
    },
  });
}
