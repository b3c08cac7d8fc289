import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { JsonPath } from '../reading/json-path.ts';
import { comparisonKey, type Normalization } from '../reading/normalize.ts';
import { TooLong } from '../reading/too-long.ts';
import { isWithin, type Tolerance } from './tolerance.ts';

/** What two JSON values may differ in and still be the same. */
export interface JsonRules {
  /** Paths that are not looked at; `*` stands for every key and every index. */
  ignored: readonly JsonPath[];
  /** Lists whose order doesn't count: all of them, or those at these paths. */
  unordered: true | readonly JsonPath[];
  tolerance: Tolerance;
  normalize: Normalization;
  /** Whether fields that are not expected are allowed. */
  extra: boolean;
}

/** A place where a value is not what is expected; undefined is nothing there. */
export interface JsonDifference {
  path: JsonPath;
  expected: Json | undefined;
  found: Json | undefined;
  /** How many of the expected values it costs: those that are wrong with it, or 1 for what is not expected. */
  values: number;
}

/** Two lists whose order doesn't count are compared entry by entry with each other. */
const mostPairs = 250_000;

/**
 * Every place where `found` is not what is expected. Values are counted where they are no list and no object. Nothing that is
 * there costs more than if it were missing.
 */
export function differencesIn(
  expected: Json,
  found: Json | undefined,
  rules: JsonRules,
  path: JsonPath = [],
): JsonDifference[] {
  if (rules.ignored.some((ignored) => fits(ignored, path))) return [];
  const values = valuesIn(expected, rules, path);
  const differences = uncapped({ path, expected, found, values }, rules);
  let left = values;
  return differences.map((difference) => {
    const cost = Math.min(difference.values, left);
    left -= cost;
    return { ...difference, values: cost };
  });
}

/** How many of the expected values some differences cost. */
export function costOf(differences: readonly JsonDifference[]): number {
  return differences.reduce((sum, { values }) => sum + values, 0);
}

function uncapped(difference: JsonDifference & { expected: Json }, rules: JsonRules): JsonDifference[] {
  const { path, expected, found } = difference;
  const whole = [difference];
  if (found === undefined) return whole;
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return whole;
    const isUnordered = rules.unordered === true || rules.unordered.some((list) => fits(list, path));
    return isUnordered
      ? unorderedDifferences(expected, found, rules, path)
      : orderedDifferences(expected, found, rules, path);
  }
  if (isJsonObject(expected)) {
    return isJsonObject(found) ? fieldDifferences(expected, found, rules, path) : whole;
  }
  return isSame(expected, found, rules) ? [] : whole;
}

/** How many values there are to compare; an empty list or object is one. */
export function valuesIn(value: Json, rules: JsonRules, path: JsonPath = []): number {
  if (rules.ignored.some((ignored) => fits(ignored, path))) return 0;
  if (typeof value !== 'object' || value === null) return 1;
  const members: [string | number, Json][] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry])
    : Object.entries(value);
  if (members.length === 0) return 1;
  return members.reduce((sum, [key, member]) => sum + valuesIn(member, rules, [...path, key]), 0);
}

function fits(pattern: JsonPath, path: JsonPath): boolean {
  return (
    pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index])
  );
}

function isSame(expected: Json, found: Json, { normalize, tolerance }: JsonRules): boolean {
  if (typeof expected === 'number' && typeof found === 'number') {
    return isWithin(expected, found, tolerance);
  }
  if (typeof expected !== typeof found && normalize !== 'number') return false;
  const [wanted, got] = [comparisonKey(expected, normalize), comparisonKey(found, normalize)];
  if (normalize !== 'number') return wanted === got;
  // A text without a number in it is compared as a text.
  if (wanted === undefined) return comparisonKey(expected, 'trim') === comparisonKey(found, 'trim');
  return got !== undefined && (wanted === got || isWithin(Number(wanted), Number(got), tolerance));
}

function fieldDifferences(
  expected: JsonObject,
  found: JsonObject,
  rules: JsonRules,
  path: JsonPath,
): JsonDifference[] {
  const differences = Object.entries(expected).flatMap(([key, value]) =>
    differencesIn(value, Object.hasOwn(found, key) ? found[key] : undefined, rules, [...path, key]),
  );
  if (rules.extra) return differences;
  const others = Object.keys(found).filter((key) => !Object.hasOwn(expected, key));
  return [...differences, ...others.flatMap((key) => extraAt([...path, key], found[key], rules))];
}

function orderedDifferences(
  expected: Json[],
  found: Json[],
  rules: JsonRules,
  path: JsonPath,
): JsonDifference[] {
  return [
    ...expected.flatMap((value, index) => differencesIn(value, found[index], rules, [...path, index])),
    ...found.flatMap((value, index) =>
      index < expected.length ? [] : extraAt([...path, index], value, rules),
    ),
  ];
}

function extraAt(path: JsonPath, found: Json | undefined, rules: JsonRules): JsonDifference[] {
  const isIgnored = rules.ignored.some((ignored) => fits(ignored, path));
  return isIgnored ? [] : [{ path, expected: undefined, found, values: 1 }];
}

/**
 * Pairs as many entries as can be paired (Kuhn's algorithm): with a tolerance the first fit need not be the best. Of the others
 * those that differ least stand for each other.
 */
function unorderedDifferences(
  expected: Json[],
  found: Json[],
  rules: JsonRules,
  path: JsonPath,
): JsonDifference[] {
  if (expected.length * found.length > mostPairs) {
    throw new TooLong(`unordered lists of ${expected.length} and ${found.length} entries`);
  }
  const fitting = expected.map((value, index) =>
    found.flatMap((other, at) =>
      differencesIn(value, other, rules, [...path, index]).length === 0 ? [at] : [],
    ),
  );
  const takenBy = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean => {
    for (const at of fitting[index] ?? []) {
      if (tried.has(at)) continue;
      tried.add(at);
      const other = takenBy.get(at);
      if (other !== undefined && !place(other, tried)) continue;
      takenBy.set(at, index);
      return true;
    }
    return false;
  };
  const unplaced = expected.flatMap((value, index) => (place(index, new Set()) ? [] : [{ value, index }]));
  const unasked = found.flatMap((value, at) => (takenBy.has(at) ? [] : [{ value, at }]));
  const { standIns, taken } = likestPairs(unplaced, unasked, rules, path);
  return [
    ...unplaced.flatMap(
      ({ value, index }) => standIns.get(index) ?? differencesIn(value, undefined, rules, [...path, index]),
    ),
    ...unasked.flatMap(({ value, at }) => (taken.has(at) ? [] : extraAt([...path, at], value, rules))),
  ];
}

/** Each entry that fits nothing with the one that is left and differs least from it, the likest pairs first. */
function likestPairs(
  unplaced: readonly { value: Json; index: number }[],
  unasked: readonly { value: Json; at: number }[],
  rules: JsonRules,
  path: JsonPath,
): { standIns: Map<number, JsonDifference[]>; taken: Set<number> } {
  const pairs = unplaced.flatMap(({ value, index }) =>
    unasked.map(({ value: other, at }) => {
      const differences = differencesIn(value, other, rules, [...path, index]);
      return { index, at, differences, cost: costOf(differences) };
    }),
  );
  const standIns = new Map<number, JsonDifference[]>();
  const taken = new Set<number>();
  for (const { index, at, differences } of pairs.sort((a, b) => a.cost - b.cost)) {
    if (standIns.has(index) || taken.has(at)) continue;
    standIns.set(index, differences);
    taken.add(at);
  }
  return { standIns, taken };
}
