import type { Evaluator } from '../core/evaluator.ts';
import type { Json } from '../core/json.ts';
import type { Score } from '../core/score.ts';
import { excerpt } from '../core/text.ts';
import { binaryMetric, failed, passed, unscored } from './binary-score.ts';
import { describe } from './metric-problems.ts';
import { type Normalization, normalizeText, textOf } from './normalize.ts';
import { readNumbers } from './numbers.ts';
import { checkOptions, readingSteps, type TextOptions, textOptionChecks } from './options.ts';
import { type Reading, readAnswer, readExpected } from './read-answer.ts';

export interface ContainsOptions extends TextOptions {
  /** What the answer must contain; default: what the case expects. */
  text?: string;
  /** Upper and lower case are the same. */
  ignoreCase?: boolean;
}

/**
 * 1 where the answer contains what the case expects (or `text`), else 0 with the reason. Where `path` leads to a list,
 * one of its entries must be it. With `normalize: 'number'` one of the numbers in the answer must be it.
 *
 * @throws InputError for options that can't be used.
 */
export function contains(options: ContainsOptions = {}): Evaluator {
  checkOptions('contains', options, {
    ...textOptionChecks,
    text: (value) =>
      typeof value === 'string' && value.trim() !== ''
        ? undefined
        : { message: value === '' ? 'is empty' : `is ${describe(value)}`, expected: 'a text' },
    ignoreCase: (value) =>
      typeof value === 'boolean'
        ? undefined
        : { message: `is ${describe(value)}`, expected: 'true or false' },
  });
  const metric = options.metric ?? 'contains';
  const made = { ...options };
  const steps = readingSteps(made);
  return {
    name: 'contains',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    needsExpected: made.text === undefined,
    evaluate(context) {
      const wanted: Reading =
        made.text === undefined
          ? readExpected(context.case.expected, steps)
          : { found: true, value: made.text, source: 'text' };
      if (!wanted.found) return unscored(metric, wanted.reason);
      const answer = readAnswer(context.completion.text, steps);
      return scoreContained(metric, answer, wanted.value, made);
    },
  };
}

function scoreContained(metric: string, answer: Reading, wanted: Json, options: ContainsOptions): Score {
  if (typeof wanted === 'object') return unscored(metric, 'the expected value is no text');
  const fold = folding(options);
  const text = fold(textOf(wanted));
  if (text === undefined || text === '') {
    return unscored(
      metric,
      `the expected value holds no ${options.normalize === 'number' ? 'number' : 'text'}`,
    );
  }
  if (!answer.found) return failed(metric, answer.reason);
  if (holds(answer.value, text, options.normalize, fold)) return passed(metric);
  return failed(metric, `the answer does not contain "${excerpt(text, 60)}"`);
}

type Fold = (text: string) => string | undefined;

function folding({ normalize = 'trim', ignoreCase = false }: ContainsOptions): Fold {
  return (text) => {
    const normal = normalizeText(text, normalize);
    return ignoreCase ? normal?.toLowerCase() : normal;
  };
}

function holds(value: Json, wanted: string, normalize: Normalization | undefined, fold: Fold): boolean {
  if (Array.isArray(value)) return value.some((entry) => fold(textOf(entry)) === wanted);
  if (normalize !== 'number') return fold(textOf(value))?.includes(wanted) ?? false;
  for (const number of readNumbers(textOf(value))) if (number === wanted) return true;
  return false;
}
