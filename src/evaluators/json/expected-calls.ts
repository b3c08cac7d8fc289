import { isJsonObject, type Json } from '../../core/json.ts';
import type { ToolCall } from '../../core/prompt.ts';
import { excerpt } from '../../core/text.ts';
import { parseStrictJson } from '../reading/strict-json.ts';
import { differencesIn } from './json-difference.ts';
import { describeDifferences } from './json-match.ts';
import type { JsonRules } from './json-rules.ts';
import { valuesIn } from './json-values.ts';

export interface ExpectedCall {
  name: string;
  arguments?: Json | undefined;
}

/** A name, `{ name, arguments }` or a list of these, also where it is written as text; undefined for anything else. */
export function readExpectedCalls(expected: Json | undefined): ExpectedCall[] | undefined {
  if (expected === undefined || expected === null) return undefined;
  const parsed = typeof expected === 'string' ? parseStrictJson(expected) : undefined;
  const value = parsed?.ok === true ? parsed.value : expected;
  const list = Array.isArray(value) ? value : [value];
  const calls = list.flatMap((entry): ExpectedCall[] => {
    if (typeof entry === 'string' && entry.trim() !== '') return [{ name: entry.trim() }];
    if (!isJsonObject(entry) || typeof entry.name !== 'string') return [];
    return [{ name: entry.name, arguments: entry.arguments }];
  });
  return calls.length === list.length ? calls : undefined;
}

/** What is wrong with the calls that were made; their order doesn't count. */
export function unexpectedCalls(
  calls: readonly ToolCall[],
  expected: readonly ExpectedCall[],
  rules: JsonRules,
): string[] {
  const left = [...calls];
  // Those that ask for most choose first, so that none takes a call that only another one would fit.
  const choosing = [...expected].sort((a, b) => asks(b, rules) - asks(a, rules));
  const reasons = choosing.flatMap((wanted) => {
    const named = left.filter((call) => call.name === wanted.name);
    const nearest = named
      .map((call) => ({ call, differences: differencesOf(wanted, call, rules) }))
      .sort((a, b) => a.differences.length - b.differences.length)[0];
    if (nearest === undefined) return [`${excerpt(wanted.name, 60)} was not called`];
    left.splice(left.indexOf(nearest.call), 1);
    if (nearest.differences.length === 0) return [];
    return [`${excerpt(wanted.name, 60)}: ${describeDifferences(nearest.differences)}`];
  });
  return [...reasons, ...left.map((call) => `${excerpt(call.name, 60)} was called, and is not expected`)];
}

function differencesOf(wanted: ExpectedCall, call: ToolCall, rules: JsonRules) {
  return wanted.arguments === undefined ? [] : differencesIn(wanted.arguments, call.arguments, rules);
}

function asks({ arguments: wanted }: ExpectedCall, rules: JsonRules): number {
  return wanted === undefined ? 0 : valuesIn(wanted, rules);
}
