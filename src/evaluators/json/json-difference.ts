import type { Json } from '../../core/json.ts';
import type { JsonPath } from '../reading/json-path.ts';
import { JsonComparison, type JsonDifference } from './json-comparison.ts';
import type { JsonRules } from './json-rules.ts';

/**
 * Every place where `found` is not what is expected. Values are counted where they are no list and no object. Nothing that is
 * there costs more than if it were missing.
 *
 * @throws TooLong where lists whose order doesn't count hold too much.
 */
export function differencesIn(
  expected: Json,
  found: Json | undefined,
  rules: JsonRules,
  path: JsonPath = [],
): JsonDifference[] {
  const differences: JsonDifference[] = [];
  new JsonComparison(rules).compare(expected, found, [...path], differences);
  return differences;
}

/** How many of the expected values some differences cost. */
export function costOf(differences: readonly JsonDifference[]): number {
  return differences.reduce((sum, { values }) => sum + values, 0);
}
