import type { JsonObject } from '../core/json.ts';
import { mayBe, type TypeName } from './schema-parts.ts';

/** Limits that a value of this type is held to. */
const limits: readonly { type: TypeName; lowest: readonly string[]; highest: readonly string[] }[] = [
  { type: 'string', lowest: ['minLength'], highest: ['maxLength'] },
  { type: 'array', lowest: ['minItems'], highest: ['maxItems'] },
  { type: 'object', lowest: ['minProperties'], highest: ['maxProperties'] },
];

/** What limits on numbers, lengths and counts promised and no longer do. */
export function limitChanges(before: JsonObject, after: JsonObject): string[] {
  const sizes = limits
    .filter(({ type }) => mayBe(after, type))
    .flatMap(({ lowest, highest }) => [
      ...lowest.filter((keyword) => isLower(numberOf(after, keyword), numberOf(before, keyword))),
      ...highest.filter((keyword) => isLower(numberOf(before, keyword), numberOf(after, keyword), true)),
    ])
    .map((keyword) => loosened(keyword, before, after));
  const unique = before.uniqueItems === true && after.uniqueItems !== true && mayBe(after, 'array');
  return [...sizes, ...rangeChanges(before, after), ...(unique ? ['may hold an entry twice now'] : [])];
}

function isLower(left: number | undefined, right: number | undefined, highest = false): boolean {
  if (highest) return left !== undefined && (right === undefined || right > left);
  return right !== undefined && (left === undefined || left < right);
}

/** `minimum` and `exclusiveMinimum` can stand in for each other, and so can those at the other end. */
function rangeChanges(before: JsonObject, after: JsonObject): string[] {
  if (!mayBe(after, 'number')) return [];
  return [
    keepsFloor(before, after, 1, 'minimum', 'exclusiveMinimum'),
    keepsFloor(before, after, -1, 'maximum', 'exclusiveMaximum'),
  ].flat();
}

function keepsFloor(
  before: JsonObject,
  after: JsonObject,
  sign: 1 | -1,
  inclusive: string,
  exclusive: string,
): string[] {
  const at = (schema: JsonObject, keyword: string) => (numberOf(schema, keyword) ?? Number.NaN) * sign;
  const [closed, open] = [at(after, inclusive), at(after, exclusive)];
  const lost: string[] = [];
  // A comparison with NaN, a limit that is not there, is false.
  const floor = at(before, inclusive);
  if (!Number.isNaN(floor) && !(closed >= floor || open >= floor)) lost.push(inclusive);
  const openFloor = at(before, exclusive);
  if (!Number.isNaN(openFloor) && !(closed > openFloor || open >= openFloor)) lost.push(exclusive);
  return lost.map((keyword) => loosened(keyword, before, after));
}

function loosened(keyword: string, before: JsonObject, after: JsonObject): string {
  const now = numberOf(after, keyword);
  return `the limit ${keyword} was ${numberOf(before, keyword)} and ${now === undefined ? 'is gone' : `is ${now}`}`;
}

function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}
