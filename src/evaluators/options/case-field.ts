import type { Case } from '../../core/case.ts';
import type { Json } from '../../core/json.ts';
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
