import { InputError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { ModelParameters } from '../core/prompt.ts';

/** The values of each model parameter that is tried, by its name. */
export type SettingValues = ReadonlyMap<string, readonly Json[]>;

/** `temperature=0,0.7`, repeatable: one more parameter, or further values of one. */
export function setting(text: string, before: SettingValues = new Map()): SettingValues {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  const values = at === -1 ? [] : valuesOf(text.slice(at + 1).trim());
  if (!/^[a-z][\w.-]*$/i.test(name) || values.length === 0) throw refusal(text);
  const known = before.get(name) ?? [];
  const added = values.filter((value) => !known.includes(value));
  return new Map([...before, [name, [...known, ...new Set(added)]]]);
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

/** Numbers, true, false and null are what they are; a list or an object is one value; all else is a text. */
function valuesOf(text: string): Json[] {
  if (/^[[{"]/.test(text)) return [oneValue(text)];
  const parts = text.split(',').map((part) => part.trim());
  return parts.includes('') ? [] : parts.map(oneValue);
}

function oneValue(text: string): Json {
  try {
    return JSON.parse(text, finite) as Json;
  } catch (error) {
    if (error instanceof InputError) throw error;
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
