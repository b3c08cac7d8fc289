import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { suggestion } from '../../core/suggest.ts';
import { binaryMetric, failed, passed, unread, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { fieldCheck, readCaseField } from '../options/case-field.ts';
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
import { detectLanguage, knownLanguages } from './detect-language.ts';

export interface LanguageOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** The language, or the languages of which one is allowed, as ISO 639-1 codes: `de`. */
  is?: string | string[];
  /** The field of the dataset in which a case names its language, instead of `is`. */
  field?: string;
}

/**
 * 1 where the answer is mostly in the language that it should be in, else 0 with the one that it is in. A heuristic over
 * scripts and frequent words, not a model: it takes a sentence or two, and an answer that is too short to tell is unscored.
 *
 * @throws InputError for options that can't be used.
 */
export function language(options: LanguageOptions): Evaluator {
  checkOptions('language', options, {
    ...answerOptionChecks,
    is: languagesCheck,
    field: fieldCheck,
  });
  if ((options.is === undefined) === (options.field === undefined)) {
    throw new InputError({
      field: 'language',
      message: options.is === undefined ? 'names no language' : 'has both is and field',
      expected: 'is: "de", or field: the name of a field of the dataset',
    });
  }
  const metric = options.metric ?? 'language';
  const made = { ...options };
  const steps = readingSteps(made);
  return builtIn({
    name: 'language',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    ...(made.field !== undefined && { needsField: made.field }),
    evaluate(context) {
      const stated = made.field === undefined ? made.is : readCaseField(context.case, made.field);
      if (stated === undefined) return unscored(metric, `the case has nothing in its field "${made.field}"`);
      const flaw = languagesCheck(stated);
      if (flaw) return unscored(metric, `the case's field "${made.field}" ${flaw.message}`);
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return unread(metric, answer.reason);
      return scoreLanguage(metric, textOf(answer.value), [stated].flat().map(String));
    },
  });
}

function scoreLanguage(metric: string, text: string, wanted: readonly string[]) {
  if (text.trim() === '') return unread(metric, 'the answer is empty');
  const found = detectLanguage(text);
  if (found === undefined) return unscored(metric, 'the language of the answer could not be told');
  if (wanted.includes(found)) return passed(metric);
  return failed(metric, `expected ${wanted.join(' or ')}, the answer is mostly in ${found}`);
}

const languagesCheck: OptionCheck = (value) => {
  const expected = 'a code such as "de", or a list of codes';
  const codes: unknown[] = Array.isArray(value) ? value : [value];
  if (codes.length === 0) return { message: 'is empty', expected };
  for (const code of codes) {
    if (typeof code !== 'string') return { message: `is ${describe(code)}`, expected };
    if (knownLanguages.includes(code)) continue;
    const hint = suggestion(code, knownLanguages) ?? `Known: ${knownLanguages.join(', ')}`;
    return { message: `names ${JSON.stringify(code)}, which can't be told`, expected, hint };
  }
  return undefined;
};
