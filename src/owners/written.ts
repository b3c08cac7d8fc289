import { isJsonObject, type JsonObject } from '../core/json.ts';

/** The members of an object that are objects themselves. */
export function membersOf(value: unknown): [string, JsonObject][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => (isJsonObject(member) ? [[name, member]] : []));
}

/** A text, or each text of a list, with the place where it stands. */
export function entriesOf(
  value: unknown,
  path: readonly string[],
): { text: string; path: (string | number)[] }[] {
  if (typeof value === 'string') return [{ text: value, path: [...path] }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) =>
    typeof text === 'string' ? [{ text, path: [...path, index] }] : [],
  );
}

export function textsOf(value: unknown): string[] {
  return entriesOf(value, []).map(({ text }) => text);
}
