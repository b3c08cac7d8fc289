import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { formatCount } from '../../core/format.ts';
import { isJsonObject } from '../../core/json.ts';
import { binaryMetric, failed, passed, unread } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { describe } from '../options/metric-problems.ts';
import {
  answerOptionChecks,
  checkOptions,
  type OptionCheck,
  readingSteps,
  type TextOptions,
} from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { wordsOf } from '../reading/words.ts';

/** Both ends are allowed. */
export interface Limits {
  min?: number;
  max?: number;
}

export interface LengthOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  characters?: Limits;
  words?: Limits;
  sentences?: Limits;
}

const units = ['characters', 'words', 'sentences'] as const;

/**
 * 1 where the answer is as long as it may be, else 0 with its length. Characters are Unicode code points, composed (NFC),
 * white space at both ends not counted. A sentence ends with `.`, `!`, `?`, `…`, `।`, `؟` or `۔` before white space, with `。`, `！` or
 * `？`, or with an empty line; so "e.g. this" is two.
 *
 * @throws InputError for options that can't be used.
 */
export function length(options: LengthOptions): Evaluator {
  checkOptions('length', options, {
    ...answerOptionChecks,
    characters: limitsCheck,
    words: limitsCheck,
    sentences: limitsCheck,
  });
  if (units.every((unit) => options[unit] === undefined)) {
    throw new InputError({
      field: 'length',
      message: 'has no limit',
      expected: 'one such as words: { max: 100 }',
    });
  }
  const metric = options.metric ?? 'length';
  const made = { ...options };
  const steps = readingSteps(made);
  return builtIn({
    name: 'length',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    evaluate(context) {
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return unread(metric, answer.reason);
      const text = textOf(answer.value).normalize('NFC').trim();
      const reasons = units.flatMap((unit) => overstepped(unit, made[unit], text) ?? []);
      return reasons.length === 0 ? passed(metric) : failed(metric, reasons.join('; '));
    },
  });
}

const limitsCheck: OptionCheck = (value) => {
  const expected = '{ min, max }, whole numbers of which one may be missing';
  if (!isJsonObject(value)) return { message: `is ${describe(value)}`, expected };
  const unknown = Object.keys(value).find((key) => key !== 'min' && key !== 'max');
  if (unknown !== undefined) return { message: `has the unknown key "${unknown}"`, expected };
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = value;
  if (Object.keys(value).length === 0) return { message: 'is empty', expected };
  if (![min, max].every((limit) => Number.isSafeInteger(limit) && Number(limit) >= 0)) {
    return { message: `is ${JSON.stringify(value)}`, expected };
  }
  return Number(min) > Number(max)
    ? { message: `is ${JSON.stringify(value)}`, expected: 'min below max' }
    : undefined;
};

function overstepped(
  unit: (typeof units)[number],
  limits: Limits | undefined,
  text: string,
): string | undefined {
  if (limits === undefined) return undefined;
  const count = counters[unit](text);
  const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
  if (count < min) return `${formatCount(count)} ${unit}, at least ${formatCount(min)} wanted`;
  return count > max ? `${formatCount(count)} ${unit}, at most ${formatCount(max)} allowed` : undefined;
}

const counters: Record<(typeof units)[number], (text: string) => number> = {
  characters: (text) => [...text].length,
  words: (text) => wordsOf(text).length,
  sentences: (text) =>
    text
      .split(/(?<=[.!?…।॥؟۔]["'”’)\]]{0,3})\s+|(?<=[。！？])|\n\s*\n/u)
      .filter((part) => /[\p{L}\p{N}]/u.test(part)).length,
};
