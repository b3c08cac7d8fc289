import type { Evaluator } from '../../core/evaluator.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { Metric, Score } from '../../core/score.ts';
import { excerpt } from '../../core/text.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { choiceFlaw } from '../options/metric-problems.ts';
import { answerOptionChecks, checkOptions, readingSteps, type TextOptions } from '../options/options.ts';
import { parseJsonPath, readJsonPath } from '../reading/json-path.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer, readExpected } from '../reading/read-answer.ts';
import { parseStrictJson } from '../reading/strict-json.ts';
import { TooLong, unlessTooLong } from '../reading/too-long.ts';
import { describeDifference } from '../texts/describe-difference.ts';
import type { JsonDifference } from './json-comparison.ts';
import { costOf, differencesIn } from './json-difference.ts';
import { type JsonRuleOptions, type JsonRules, jsonRuleChecks, jsonRules, pathText } from './json-rules.ts';
import { valuesIn } from './json-values.ts';

export interface JsonMatchOptions extends JsonRuleOptions, Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** `all` (the default): 1 where every field fits, else 0. `share`: the share of the expected values that fit, one less for each entry of a list, or refused field, that is not expected. */
  score?: 'all' | 'share';
  /** Fields that get a metric of their own besides: `category` is scored as `jsonMatch.category`. */
  fields?: string[];
}

/**
 * Compares a JSON answer with the expected JSON field by field, and names the fields that differ. What is expected must
 * be there; further fields may be, unless `extra` refuses them, but no further entries of a list.
 *
 * @throws InputError for options that can't be used.
 */
export function jsonMatch(options: JsonMatchOptions = {}): Evaluator {
  checkOptions('jsonMatch', options, {
    ...answerOptionChecks,
    score: (value) => choiceFlaw(value, ['all', 'share']),
    fields: jsonRuleChecks.ignore,
    ...jsonRuleChecks,
  });
  const made = { ...options };
  const metric = made.metric ?? 'jsonMatch';
  const steps = readingSteps(made);
  const rules = jsonRules(made);
  const main: Metric =
    made.score === 'share' ? { ...binaryMetric(metric), kind: 'score' } : binaryMetric(metric);
  const fields = (made.fields ?? []).map((field) => fieldOf(metric, field));
  return builtIn({
    name: 'jsonMatch',
    version: '1',
    metrics: [main, ...fields.map((field) => binaryMetric(field.metric))],
    options: made,
    needsExpected: true,
    evaluate(context) {
      const expected = readExpected(context.case.expected, steps);
      const wanted = expected.found ? structureOf(expected.value) : undefined;
      if (!expected.found || wanted === undefined) {
        const reason = expected.found ? 'the expected value is empty' : expected.reason;
        return [metric, ...fields.map((field) => field.metric)].map((id) => unscored(id, reason));
      }
      const answer = readJson(context.completion.text, steps);
      return [
        answer.ok ? scoreOf(main, wanted, answer.value, rules) : failed(metric, answer.reason),
        ...fields.map((field) => scoreField(field, wanted, answer, rules)),
      ];
    },
  });
}

type Parsed = ReturnType<typeof parseStrictJson>;

function readJson(text: string, steps: ReturnType<typeof readingSteps>): Parsed {
  const answer = readAnswer(text, steps);
  if (!answer.found) return { ok: false, reason: answer.reason };
  return answer.source === 'json' ? { ok: true, value: answer.value } : parseStrictJson(textOf(answer.value));
}

/** Written as text, as CSV does, or as it is. */
function structureOf(expected: Json): Json | undefined {
  if (typeof expected !== 'string') return expected;
  const parsed = parseStrictJson(expected);
  if (parsed.ok) return parsed.value;
  return expected.trim() === '' ? undefined : expected;
}

function scoreOf(metric: Metric, expected: Json, found: Json, rules: JsonRules): Score {
  const differences = unlessTooLong(() => differencesIn(expected, found, rules));
  if (differences instanceof TooLong) return unscored(metric.id, differences.message);
  if (differences.length === 0) return passed(metric.id);
  const reason = describeDifferences(differences);
  if (metric.kind === 'binary') return failed(metric.id, reason);
  const values = valuesIn(expected, rules);
  return { metric: metric.id, value: values === 0 ? 0 : 1 - costOf(differences) / values, reason };
}

interface Field {
  metric: string;
  path: string;
}

function fieldOf(metric: string, path: string): Field {
  return { metric: `${metric}.${path}`, path };
}

function scoreField({ metric, path }: Field, expected: Json, answer: Parsed, rules: JsonRules): Score {
  const steps = parseJsonPath(path) ?? [];
  const wanted =
    isJsonObject(expected) || Array.isArray(expected) ? readJsonPath(expected, steps) : undefined;
  if (wanted === undefined) return unscored(metric, `the case's expected value has nothing at "${path}"`);
  if (!answer.ok) return failed(metric, answer.reason);
  const differences = unlessTooLong(() =>
    differencesIn(wanted, readJsonPath(answer.value, steps), rules, steps),
  );
  if (differences instanceof TooLong) return unscored(metric, differences.message);
  return differences.length === 0 ? passed(metric) : failed(metric, describeDifferences(differences));
}

/** `category: expected "billing", got "technical"; priority is missing; and 2 more` */
export function describeDifferences(differences: readonly JsonDifference[]): string {
  const named = differences.slice(0, 3).map(({ path, expected, found }) => {
    const place = path.length === 0 ? 'the answer' : excerpt(pathText(path), 60);
    if (expected === undefined) return `${place} is not expected`;
    if (found === undefined) return `${place} is missing, expected ${excerpt(textOf(expected), 60)}`;
    return `${place}: ${describeDifference(expected, found)}`;
  });
  const more = differences.length - named.length;
  return more === 0 ? named.join('; ') : `${named.join('; ')}; and ${more} more`;
}
