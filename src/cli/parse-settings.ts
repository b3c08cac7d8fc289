import { InputError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { ModelParameters } from '../core/prompt.ts';

/** The values of each model parameter that is tried, by its name. */
export type SettingValues = ReadonlyMap<string, readonly Json[]>;

/** `temperature=0,0.7`, repeatable: one more parameter, or further values of one. */
export function setting(text: string, before: SettingValues = new Map()): SettingValues {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  if (at === -1 || !/^[a-z][\w.-]*$/i.test(name)) throw refusal(text);
  const values = valuesOf(text.slice(at + 1).trim(), text);
  const all = [...(before.get(name) ?? []), ...values];
  const different = new Map(all.map((value) => [JSON.stringify(value), value]));
  return new Map([...before, [name, [...different.values()]]]);
}

/** Every combination, the first parameter changing slowest; none where nothing is set. */
export function combinations(settings: SettingValues | undefined): ModelParameters[] {
  if (settings === undefined) return [];
  return [...settings].reduce<ModelParameters[]>(
    (found, [name, values]) =>
      found.flatMap((before) => values.map((value) => ({ ...before, [name]: value }))),
    [{}],
  );
}

/**
 * Values between commas. Numbers, true, false and null are what they are; what begins like a list, an object or a text of JSON
 * is one, with the commas that it holds; all else is a text.
 */
function valuesOf(text: string, whole: string): Json[] {
  const values: Json[] = [];
  for (let rest = text; ; ) {
    const value = firstValue(rest);
    if (value === '') throw refusal(whole);
    values.push(oneValue(value, whole));
    if (value.length === rest.length) return values;
    rest = rest.slice(value.length).trimStart();
    if (!rest.startsWith(',')) throw noJson(whole);
    rest = rest.slice(1).trim();
  }
}

/** Up to the next comma that no bracket and no quote encloses. */
function firstValue(text: string): string {
  if (!isJson(text)) return /^[^,]*/.exec(text)?.[0]?.trimEnd() ?? '';
  let depth = 0;
  for (const { 0: piece, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (/^[[{]$/.test(piece)) depth++;
    else if (/^[\]}]$/.test(piece)) depth--;
    if (depth === 0) return text.slice(0, index + piece.length);
  }
  return text;
}

function isJson(text: string): boolean {
  return /^[[{"]/.test(text);
}

function oneValue(text: string, whole: string): Json {
  try {
    return JSON.parse(text, finite) as Json;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (isJson(text)) throw noJson(whole);
    return text;
  }
}

/** `1e400` is JSON, and more than a number can hold. */
function finite(_key: string, value: Json): Json {
  if (value !== Number.POSITIVE_INFINITY && value !== Number.NEGATIVE_INFINITY) return value;
  throw new InputError({ field: '--set', message: 'holds a number that is too large' });
}

function refusal(text: string): InputError {
  return new InputError({
    field: '--set',
    message: `"${text}" does not fit`,
    expected: 'a model parameter and its values, such as temperature=0,0.7',
  });
}

function noJson(text: string): InputError {
  return new InputError({
    field: '--set',
    message: `"${text}" has a value that begins like JSON and is none`,
    expected: 'lists as JSON, and values with commas between, such as stop=["END"],["A","B"]',
    hint: 'Write a text that begins with a bracket or a quote as JSON too: stop="[END]"',
  });
}
