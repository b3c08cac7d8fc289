import { isJsonObject, type Json } from '../../core/json.ts';

/** Keys of objects and indexes of lists, from the outside in. */
export type JsonPath = readonly (string | number)[];

const step = /(?<start>^|\.)(?<name>[^.[\]"\s]+)|\[(?<index>\d{1,9})\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]/uy;

/**
 * `a.b[0].c`, `[0].name`, `answers["two words"]`. A name may hold every character but dots, brackets, quotes and
 * white space; other names are quoted.
 *
 * @returns undefined where the text is no path.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  const path: (string | number)[] = [];
  const steps = new RegExp(step);
  while (steps.lastIndex < text.length) {
    const groups = steps.exec(text)?.groups;
    if (groups === undefined) return undefined;
    const key = groups.index === undefined ? (groups.name ?? unquote(groups.quoted)) : Number(groups.index);
    if (key === undefined) return undefined;
    path.push(key);
  }
  return path.length === 0 ? undefined : path;
}

function unquote(text = ''): string | undefined {
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * The value at a path, or undefined. A name reads objects only and an index lists only; what a value inherits
 * (`constructor`, the length of a list) does not count.
 */
export function readJsonPath(value: Json, path: JsonPath): Json | undefined {
  let current: Json | undefined = value;
  for (const key of path) {
    if (typeof key === 'number') current = Array.isArray(current) ? current[key] : undefined;
    else current = isJsonObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}
