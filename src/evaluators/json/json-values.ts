import type { Json, JsonObject } from '../../core/json.ts';
import type { JsonPath } from '../reading/json-path.ts';
import type { JsonRules } from './json-rules.ts';

/** How many values there are to compare; an empty list or object is one. */
export function valuesIn(value: Json, rules: Pick<JsonRules, 'ignored'>, path: JsonPath = []): number {
  if (isListed(rules.ignored, path)) return 0;
  if (typeof value !== 'object' || value === null) return 1;
  const members: [string | number, Json][] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry])
    : Object.entries(value);
  if (members.length === 0) return 1;
  return members.reduce((sum, [key, member]) => sum + valuesIn(member, rules, [...path, key]), 0);
}

/** Whether one of these paths leads there. */
export function isListed(patterns: readonly JsonPath[], path: JsonPath): boolean {
  return patterns.some(
    (pattern) =>
      pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]),
  );
}

export function isStructure(value: Json): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
