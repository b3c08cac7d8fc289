import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { isJsonObject, type Json, type JsonSchema } from '../../core/json.ts';
import type { ToolCall } from '../../core/prompt.ts';
import { excerpt } from '../../core/text.ts';
import { compileSchema, type SchemaCheck } from '../../schema/compile-schema.ts';
import { TooMuchToCheck, unlessTooMuch } from '../../schema/reference-steps.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { describe } from '../options/metric-problems.ts';
import { checkOptions, textOptionChecks } from '../options/options.ts';
import { TooLong, unlessTooLong } from '../reading/too-long.ts';
import { textsCheck } from '../texts/text-list.ts';
import { filledTextCheck } from '../texts/text-search.ts';
import { readExpectedCalls, unexpectedCalls } from './expected-calls.ts';
import { type JsonRuleOptions, jsonRuleChecks, jsonRules } from './json-rules.ts';

export interface ToolCallOptions extends JsonRuleOptions {
  /** Id of the metric; default `toolCall`. */
  metric?: string;
  /** A tool that must be called. */
  name?: string;
  /** The schema that the arguments of every call of `name` must fit. */
  arguments?: JsonSchema;
  /** The only tools that may be called. */
  allowed?: string[];
  /** Tools that may not be called. */
  forbidden?: string[];
}

/**
 * 1 where the model called the tools that it should, else 0 with what is wrong. With `name`, `allowed` or `forbidden` every
 * case is held to these; without them the case says in `expected` which calls there must be, and no others: a name,
 * `{ name, arguments }`, a list of these, or an empty list. Arguments that are expected must be there, as `jsonMatch`
 * compares them (`ignore`, `tolerance`, `unordered`, `normalize`, `extra`).
 *
 * @throws InputError for options that can't be used.
 */
export function toolCall(options: ToolCallOptions = {}): Evaluator {
  checkOptions('toolCall', options, {
    metric: textOptionChecks.metric,
    name: filledTextCheck,
    arguments: (value) =>
      isJsonObject(value) ? undefined : { message: `is ${describe(value)}`, expected: 'a JSON Schema' },
    allowed: textsCheck,
    forbidden: textsCheck,
    ...jsonRuleChecks,
  });
  if (options.arguments !== undefined && options.name === undefined) {
    throw new InputError({ field: 'toolCall.arguments', message: 'is given without the name of a tool' });
  }
  const metric = options.metric ?? 'toolCall';
  const made = { ...options };
  const check = made.arguments === undefined ? undefined : compileSchema(made.arguments);
  const rules = jsonRules(made);
  const needsExpected = [made.name, made.allowed, made.forbidden].every((option) => option === undefined);
  return builtIn({
    name: 'toolCall',
    version: '1',
    metrics: [binaryMetric(metric)],
    options: made,
    needsExpected,
    evaluate({ case: { expected }, completion: { toolCalls = [] } }) {
      if (!needsExpected) {
        const broken = unlessTooMuch(() => brokenRules(toolCalls, made, check));
        return broken instanceof TooMuchToCheck ? unscored(metric, broken.message) : outcome(metric, broken);
      }
      const wanted = readExpectedCalls(expected);
      if (wanted === undefined) return unscored(metric, 'the expected value names no tool calls');
      const unexpected = unlessTooLong(() => unexpectedCalls(toolCalls, wanted, rules));
      return unexpected instanceof TooLong
        ? unscored(metric, unexpected.message)
        : outcome(metric, unexpected);
    },
  });
}

function outcome(metric: string, reasons: readonly string[]) {
  return reasons.length === 0 ? passed(metric) : failed(metric, reasons.slice(0, 3).join('; '));
}

function brokenRules(
  calls: readonly ToolCall[],
  { name, allowed, forbidden }: ToolCallOptions,
  check: SchemaCheck | undefined,
): string[] {
  const named = calls.filter((call) => call.name === name);
  const calledAmiss = (rule: (call: ToolCall) => boolean) =>
    [...new Set(calls.filter(rule).map((call) => call.name))].map((other) => excerpt(other, 60));
  return [
    ...(name !== undefined && named.length === 0 ? [`${name} was not called`] : []),
    ...(check === undefined ? [] : named.flatMap((call) => argumentFlaws(call, check))),
    ...calledAmiss((call) => forbidden?.includes(call.name) ?? false).map((other) => `${other} is forbidden`),
    ...calledAmiss((call) => !(allowed?.includes(call.name) ?? true)).map(
      (other) => `${other} is not allowed`,
    ),
  ];
}

function argumentFlaws({ name, arguments: given }: ToolCall, check: SchemaCheck): string[] {
  if (isNoJson(given)) return [`the arguments of ${name} are no JSON`];
  return check(given).map(({ field, message }) =>
    excerpt(`${name}: ${field || 'the arguments'} ${message}`, 200),
  );
}

/** What the model wrote is kept as text where it is no JSON. */
function isNoJson(given: Json): boolean {
  return typeof given === 'string';
}
