import type { FinishReason } from '../core/completion.ts';
import { isJsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { tokenCount } from './read-reply.ts';

const finishReasons: readonly FinishReason[] = [
  'stop',
  'length',
  'content-filter',
  'tool-calls',
  'refusal',
  'other',
];

/**
 * What keeps the answer of a provider of one's own from being counted: `latencyMs is -5, expected milliseconds (0 or more) or
 * null`. What it leaves out is no flaw.
 */
export function answerFlaws(answer: { [field: string]: unknown }): string[] {
  const { text, finishReason, usage, servedModel, latencyMs, firstTokenMs, toolCalls } = answer;
  return [
    ...flaw('text', text, typeof text === 'string', 'a text'),
    ...flaw(
      'finishReason',
      finishReason,
      isUnknown(finishReason) || finishReasons.some((reason) => reason === finishReason),
      `one of ${finishReasons.join(', ')}`,
    ),
    ...flaw(
      'latencyMs',
      latencyMs,
      isUnknown(latencyMs) || isSize(latencyMs),
      'milliseconds (0 or more) or null',
    ),
    ...flaw(
      'firstTokenMs',
      firstTokenMs,
      firstTokenMs === undefined || isSize(firstTokenMs),
      'milliseconds (0 or more)',
    ),
    ...flaw(
      'servedModel',
      servedModel,
      isUnknown(servedModel) || typeof servedModel === 'string',
      'a text or null',
    ),
    ...(isUnknown(usage) ? [] : usageFlaws(usage)),
    ...flaw(
      'toolCalls',
      toolCalls,
      isUnknown(toolCalls) || isCalls(toolCalls),
      'a list of { id, name, arguments }',
    ),
  ];
}

const counts = ['inputTokens', 'outputTokens'] as const;
const parts = ['cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens'] as const;

function usageFlaws(usage: unknown): string[] {
  if (!isJsonObject(usage)) return flaw('usage', usage, false, '{ inputTokens, outputTokens } or null');
  const given: { [field: string]: unknown } = usage;
  return [
    ...counts.flatMap((field) => countFlaws(field, given[field])),
    ...parts.flatMap((field) => (given[field] === undefined ? [] : countFlaws(field, given[field]))),
  ];
}

function countFlaws(field: string, count: unknown): string[] {
  const isWhole = Number.isInteger(count) && isSize(count);
  const expected = isWhole ? `at most ${Number.MAX_SAFE_INTEGER}` : 'a whole number, 0 or more';
  return flaw(`usage.${field}`, count, tokenCount(count) !== undefined, expected);
}

function flaw(field: string, value: unknown, holds: boolean, expected: string): string[] {
  return holds ? [] : [`${field} is ${written(value)}, expected ${expected}`];
}

/** JSON has no NaN and no Infinity, and would call both null. */
function written(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'number') return String(value);
  return excerpt(JSON.stringify(value) ?? typeof value, 40);
}

function isUnknown(value: unknown): boolean {
  return value === undefined || value === null;
}

function isSize(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCalls(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((call) => isJsonObject(call) && typeof call.id === 'string' && typeof call.name === 'string')
  );
}
