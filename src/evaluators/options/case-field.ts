import type { Case } from '../../core/case.ts';
import type { Json } from '../../core/json.ts';
import { parseStrictJson } from '../reading/strict-json.ts';
import { describe } from './metric-problems.ts';
import type { OptionCheck } from './options.ts';

/**
 * What a case says in a field of the dataset that is not one of the reserved ones. Such a field is a variable, whether
 * a placeholder uses it or not. null and an empty text (an empty cell of a CSV) are nothing.
 */
export function readCaseField({ variables }: Pick<Case, 'variables'>, field: string): Json | undefined {
  const value = Object.hasOwn(variables, field) ? variables[field] : undefined;
  return value === null || value === '' ? undefined : value;
}

/**
 * What stands in a field as JSON: as it is, or as text where the column of a CSV is not marked as JSON. `isMeant` says which
 * JSON counts; any other text is the text that it is. undefined where it was begun as JSON and is none.
 */
export function readJsonText(value: Json, isMeant: (parsed: Json) => boolean): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  const parsed = parseStrictJson(value);
  if (parsed.ok) return isMeant(parsed.value) ? parsed.value : value;
  return /^\s*(?:\[\s*"|\{\s*"(?:says|matches|calls)")/.test(value) ? undefined : value;
}

/** `["a", "b"]` */
export function isTextList(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}

export const fieldCheck: OptionCheck = (value) =>
  typeof value === 'string' && value.trim() !== ''
    ? undefined
    : { message: `is ${describe(value)}`, expected: 'the name of a field of the dataset' };

/** Yes or no, as a person writes it into a table. */
export function readYesNo(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word === 'true' || word === 'yes') return true;
  return word === 'false' || word === 'no' ? false : undefined;
}
