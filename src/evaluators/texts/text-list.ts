import type { Case } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Json } from '../../core/json.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unread, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { fieldCheck, readCaseField } from '../options/case-field.ts';
import { describe } from '../options/metric-problems.ts';
import { checkOptions, type OptionCheck, readingSteps } from '../options/options.ts';
import { textOf } from '../reading/normalize.ts';
import { type Reading, readAnswer, readExpected } from '../reading/read-answer.ts';
import { foldOf, nothingToSearch, type SearchOptions, searchIn, searchOptionChecks } from './text-search.ts';

export interface TextListOptions extends SearchOptions {
  /** What is searched for; default: what the case expects, a text or a list of texts. */
  texts?: string[];
  /** The field of the dataset in which a case says what is searched for, instead of `expected`. */
  field?: string;
}

export const textsCheck: OptionCheck = (value) => {
  const expected = 'a list of texts';
  if (!Array.isArray(value)) return { message: `is ${describe(value)}`, expected };
  if (value.length === 0) return { message: 'is empty', expected };
  const flaw = value.findIndex((text) => typeof text !== 'string' || text.trim() === '');
  if (flaw < 0) return undefined;
  const found: unknown = value[flaw];
  return { message: `holds ${typeof found === 'string' ? 'an empty text' : describe(found)}`, expected };
};

/** Why the answer fails, by what was found in it and what was not; undefined where it passes. */
type Rule = (found: readonly string[], missing: readonly string[]) => string | undefined;

/** An evaluator that searches for several texts. */
export function textListEvaluator(name: string, options: TextListOptions, rule: Rule): Evaluator {
  checkOptions(name, options, { ...searchOptionChecks, texts: textsCheck, field: fieldCheck });
  if (options.texts !== undefined && options.field !== undefined) {
    throw new InputError({
      field: `${name}.field`,
      message: 'is given beside texts',
      hint: 'Give one of them',
    });
  }
  const metric = options.metric ?? name;
  const made = { ...options, ...(options.texts && { texts: [...options.texts] }) };
  const steps = readingSteps(made);
  return builtIn({
    name,
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    ...(made.field !== undefined && { needsField: made.field }),
    needsExpected: made.texts === undefined && made.field === undefined,
    evaluate(context) {
      const source = sourceOf(context.case, made);
      if (!source.found) return unscored(metric, source.reason);
      const wanted = foldAll(source.value, made);
      if (wanted === undefined) return unscored(metric, nothingToSearch(made));
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return unread(metric, answer.reason);
      const isFound = searchIn(answer.value, made);
      const reason = rule(
        wanted.filter((text) => isFound(text)),
        wanted.filter((text) => !isFound(text)),
      );
      return reason === undefined ? passed(metric) : failed(metric, reason);
    },
  });
}

function sourceOf(testCase: Case, { texts, field, path }: TextListOptions): Reading {
  if (texts !== undefined) return { found: true, value: texts, source: 'text' };
  if (field === undefined) return readExpected(testCase.expected, readingSteps({ ...(path && { path }) }));
  const value = readCaseField(testCase, field);
  return value === undefined
    ? { found: false, reason: `the case has nothing in its field "${field}"` }
    : { found: true, value, source: 'text' };
}

/** undefined where there is nothing that could be searched for. */
function foldAll(wanted: Json, options: SearchOptions): string[] | undefined {
  const list = Array.isArray(wanted) ? wanted : [wanted];
  const fold = foldOf(options);
  const folded = list.flatMap((entry) =>
    typeof entry === 'object' ? [] : ((fold(textOf(entry)) || undefined) ?? []),
  );
  return folded.length === list.length && folded.length > 0 ? folded : undefined;
}

/** `"a", "b" and 3 more` */
export function quoted(texts: readonly string[], most = 3): string {
  const named = texts.slice(0, most).map((text) => `"${excerpt(text, 60)}"`);
  const more = texts.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
