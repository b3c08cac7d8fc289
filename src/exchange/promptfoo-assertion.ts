import { escapePattern } from '../core/escape-pattern.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { readYamlFile } from '../schema/yaml-file.ts';
import { commaSeparated } from './promptfoo-short.ts';

/** What an assertion comes to: a check of its case, the one answer that is expected, a gate, or nothing. */
export type ReadAssertion =
  | { check: JsonObject }
  | { expected: string }
  | { gate: string }
  | { criteria: string; provider?: Json }
  | { lost: string };

/** Lists are written as lists, or with commas. */
function textsOf(value: Json): string[] {
  const list = Array.isArray(value) ? value : commaSeparated(value === null ? '' : String(value));
  return (list ?? []).map((text) => String(text).trim()).filter((text) => text !== '');
}

type Read = (value: Json) => JsonObject | undefined;

const filled = (value: Json): string | undefined => {
  const text = typeof value === 'object' ? '' : String(value);
  return text.trim() === '' ? undefined : text;
};
const search =
  (use: string, options: JsonObject = {}): Read =>
  (value) => {
    const text = filled(value);
    return text === undefined ? undefined : { use, text, ...options };
  };
const searchAll =
  (use: string, options: JsonObject = {}): Read =>
  (value) => {
    const texts = textsOf(value);
    return texts.length === 0 ? undefined : { use, texts, ...options };
  };

const checks: Record<string, Read> = {
  equals: (value) =>
    typeof value === 'object' ? undefined : { use: 'matches', pattern: wholePattern(String(value)) },
  contains: search('contains'),
  icontains: search('contains', { ignoreCase: true }),
  'contains-all': searchAll('containsAll'),
  'icontains-all': searchAll('containsAll', { ignoreCase: true }),
  'contains-any': searchAll('containsAny'),
  'icontains-any': searchAll('containsAny', { ignoreCase: true }),
  'starts-with': search('startsWith'),
  'ends-with': (value) => {
    const text = filled(value);
    return text === undefined
      ? undefined
      : { use: 'matches', pattern: `${escapePattern(text.trimEnd())}\\s*$` };
  },
  regex: (value) =>
    filled(value) !== undefined && isPattern(value) ? { use: 'matches', pattern: String(value) } : undefined,
  'is-json': (value) => {
    const schema = schemaOf(value);
    return schema && { use: 'jsonSchema', schema };
  },
  'word-count': (value) => {
    if (isJsonObject(value)) return { use: 'length', words: value };
    const words = filled(value) === undefined ? Number.NaN : Number(value);
    return Number.isInteger(words) ? { use: 'length', words: { min: words, max: words } } : undefined;
  },
  'is-refusal': () => ({ use: 'refusal', must: 'refuse' }),
  'finish-reason': (value) =>
    typeof value === 'string' && value !== '' ? { use: 'finishReason', is: value } : undefined,
};

/** A schema stands as it is, or as a text in JSON or YAML; without one, any JSON will do. */
function schemaOf(value: Json): JsonObject | undefined {
  if (value === null || value === '' || value === true) return {};
  if (value === false) return { not: {} };
  if (typeof value !== 'string') return isJsonObject(value) ? value : undefined;
  const { value: read, problems } = readYamlFile(value);
  return problems.length === 0 && isJsonObject(read) ? read : undefined;
}

/** Assertions that built-ins of another kind stand for, which need a decision of the author's. */
const elsewhere: Record<string, string> = {
  javascript: 'write it as an evaluator of your own with defineEvaluator',
  python: 'write it as an evaluator of your own with defineEvaluator',
  similar: 'semanticSimilarity compares with what a case expects, and a gate sets its limit',
  levenshtein: 'levenshtein compares with what a case expects, and a gate sets its limit',
  'rouge-n': 'rouge compares with what a case expects, and a gate sets its limit',
  bleu: 'bleu compares with what a case expects, and a gate sets its limit',
  'contains-json': 'jsonMatch and jsonSchema look at whole answers',
  'context-faithfulness': 'grounded judges whether an answer is supported by a field of the case',
  factuality: 'llmJudge with criteria sees what the case expects',
  'model-graded-closedqa': 'llmJudge takes criteria',
  'g-eval': 'llmJudge takes criteria',
  select_best: 'pairwiseJudge compares with stable',
  'select-best': 'pairwiseJudge compares with stable',
};

/**
 * @param assertion one entry of `assert`, its value filled in and read.
 * @param place where it stands, for people: `tests[2].assert[0]`.
 * @param isDefault whether it is about every test.
 */
export function readAssertion(assertion: Json, place: string, isDefault: boolean): ReadAssertion[] {
  if (!isJsonObject(assertion) || typeof assertion.type !== 'string')
    return [{ lost: `${place}: it has no type` }];
  const { type, value = null, threshold, assert, provider, unread } = assertion;
  if (typeof unread === 'string') return [{ lost: `${place} (${type}): ${unread}` }];
  if (type === 'assert-set' && Array.isArray(assert) && threshold === undefined) {
    return assert.flatMap((inner, index) => readAssertion(inner, `${place}.assert[${index}]`, isDefault));
  }
  const read = readOne({ type, value, threshold, provider }, place, isDefault);
  return [read, ...('lost' in read ? [] : lossesOf(assertion, place, read))];
}

/** What an assertion that was taken over says besides. */
function lossesOf(
  { weight, metric, threshold, ...others }: JsonObject,
  place: string,
  read: ReadAssertion,
): ReadAssertion[] {
  const known = ['type', 'value', ...('criteria' in read ? ['provider'] : [])];
  const lost = [
    ...(weight === undefined || weight === 1 ? [] : [`${place}: its weight; a check holds or not`]),
    ...(metric === undefined
      ? []
      : ['the metrics that assertions name: the checks of a case are one metric']),
    ...(threshold === undefined || 'gate' in read ? [] : [`${place}: its threshold`]),
    ...Object.keys(others).flatMap((key) => (known.includes(key) ? [] : [`${place}: its ${key}`])),
  ];
  return lost.map((each) => ({ lost: each }));
}

function readOne(
  {
    type,
    value,
    threshold,
    provider,
  }: { type: string; value: Json; threshold: Json | undefined; provider: Json | undefined },
  place: string,
  isDefault: boolean,
): ReadAssertion {
  const isTurned = type.startsWith('not-');
  const kind = isTurned ? type.slice(4) : type;
  if (kind === 'equals' && !isTurned && typeof value === 'string') return { expected: value };
  const read = Object.hasOwn(checks, kind) ? checks[kind]?.(value) : undefined;
  if (read) return { check: { ...read, ...(isTurned && { not: true }) } };
  if (isDefault && !isTurned) {
    if (type === 'latency' && typeof threshold === 'number')
      return { gate: `{ metric: 'latency', max: '${threshold}ms' },` };
    if (type === 'cost' && typeof threshold === 'number')
      return { gate: `{ metric: 'cost', max: ${threshold} },` };
    if (type === 'llm-rubric' && typeof value === 'string')
      return { criteria: value, ...(provider !== undefined && { provider }) };
  }
  return { lost: `${place} (${type}): ${reasonOf(kind)}` };
}

function reasonOf(kind: string): string {
  if (kind === 'latency' || kind === 'cost') return 'a gate on this metric is about all cases, not one';
  if (kind === 'llm-rubric') return 'llmJudge has criteria that hold for all cases, not one';
  if (Object.hasOwn(checks, kind)) return 'its value can not be read here';
  return (Object.hasOwn(elsewhere, kind) && elsewhere[kind]) || 'it has no counterpart';
}

function isPattern(value: Json): boolean {
  try {
    new RegExp(String(value));
    return true;
  } catch {
    return false;
  }
}

/** The text of a pattern that an answer fits which is just that, but for white space around it. */
export function wholePattern(text: string): string {
  return `^\\s*${escapePattern(text.trim())}\\s*$`;
}
