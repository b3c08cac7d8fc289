import { InputError } from '../../core/errors.ts';
import type { Evaluator, EvaluatorContext } from '../../core/evaluator.ts';
import type { Json } from '../../core/json.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { fieldCheck, readCaseField, readYesNo } from '../options/case-field.ts';
import { checkOptions, readingSteps, textOptionChecks } from '../options/options.ts';
import { comparisonKey } from '../reading/normalize.ts';
import { holdsPhrase, plainText } from '../reading/plain-text.ts';
import { readAnswer, readExpected } from '../reading/read-answer.ts';
import { textsCheck } from '../texts/text-list.ts';
import { booleanCheck, filledTextCheck } from '../texts/text-search.ts';

export interface EscalatesOptions {
  /** Id of the metric; default `escalates`. */
  metric?: string;
  /** Where in a JSON answer it stands that a person takes over. */
  path?: string;
  /** What stands there then; default true. */
  value?: Json;
  /** Words that hand over to a person: "a colleague will". */
  phrases?: string[];
  /** A tool that hands over to a person. */
  tool?: string;
  /** Whether every case must be handed over (true), or none may be (false). */
  must?: boolean;
  /** The field of the dataset in which a case says whether it must be, true or false. */
  field?: string;
}

/**
 * 1 where the answer hands over to a person exactly where it must, else 0. It hands over where `path` holds `value`, where it
 * says one of `phrases` or where it calls `tool`. Whether it must is said by `must`, by the case's `field`, or else by what
 * the case expects at `path`.
 *
 * @throws InputError for options that can't be used.
 */
export function escalates(options: EscalatesOptions): Evaluator {
  checkOptions('escalates', options, {
    metric: textOptionChecks.metric,
    path: textOptionChecks.path,
    value: () => undefined,
    phrases: textsCheck,
    tool: filledTextCheck,
    must: booleanCheck,
    field: fieldCheck,
  });
  requireSign(options);
  const metric = options.metric ?? 'escalates';
  const made = { ...options, phrases: options.phrases?.map(plainText) ?? [] };
  return builtIn({
    name: 'escalates',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: { ...options },
    ...(options.field !== undefined && { needsField: options.field }),
    needsExpected: options.must === undefined && options.field === undefined,
    evaluate(context) {
      const must = mustEscalate(context, options);
      if (typeof must === 'string') return unscored(metric, must);
      const does = isEscalated(context, made);
      if (typeof does === 'string') return failed(metric, does);
      if (does === must) return passed(metric);
      return failed(metric, must ? 'it was not handed over to a person' : 'it was handed over to a person');
    },
  });
}

function requireSign({ path, phrases, tool, must, field }: EscalatesOptions): void {
  if (path === undefined && phrases === undefined && tool === undefined) {
    throw new InputError({
      field: 'escalates',
      message: 'knows no sign of it',
      expected: 'path, phrases or tool',
    });
  }
  if (must !== undefined && field !== undefined) {
    throw new InputError({
      field: 'escalates.field',
      message: 'is given beside must',
      hint: 'Give one of them',
    });
  }
  if (path === undefined && must === undefined && field === undefined) {
    throw new InputError({
      field: 'escalates',
      message: 'does not say whether a case must be handed over',
      expected: 'must, field or path',
    });
  }
}

/** Or why that can't be told. */
function mustEscalate({ case: testCase }: EvaluatorContext, options: EscalatesOptions): boolean | string {
  const { must, field, path } = options;
  if (must !== undefined) return must;
  if (field !== undefined) {
    return readYesNo(readCaseField(testCase, field)) ?? `the case's field "${field}" holds no true or false`;
  }
  const expected = readExpected(testCase.expected, readingSteps({ ...(path !== undefined && { path }) }));
  return expected.found ? isValue(expected.value, options) : expected.reason;
}

/** Or why that can't be told: an answer that can't be read, where nothing else says it. */
function isEscalated(
  { completion: { text, toolCalls = [] } }: EvaluatorContext,
  options: EscalatesOptions & { phrases: readonly string[] },
): boolean | string {
  const { path, phrases, tool } = options;
  if (tool !== undefined && toolCalls.some((call) => call.name === tool)) return true;
  const plain = phrases.length === 0 ? '' : plainText(text);
  if (phrases.some((phrase) => holdsPhrase(plain, phrase))) return true;
  if (path === undefined) return text.trim() === '' && toolCalls.length === 0 ? 'the answer is empty' : false;
  const answer = readAnswer(text, readingSteps({ path }));
  return answer.found ? isValue(answer.value, options) : answer.reason;
}

/** A CSV writes `true` as a text. */
function isValue(found: Json, { value = true }: EscalatesOptions): boolean {
  return comparisonKey(found, 'text') === comparisonKey(value, 'text');
}
