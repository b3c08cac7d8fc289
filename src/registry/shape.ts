import { IntegrityError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';

export type Check = (value: unknown) => boolean;

/** One check for every field of a record; a field that is added to the type and not here does not compile. */
export type Shape<T> = { readonly [Field in keyof T]-?: Check };

/** What a field holds: `name` is text that is not empty, `hash` a digest without our `sha256:`, `one` the number 1. */
export const is = {
  text: (value) => typeof value === 'string',
  name: (value) => typeof value === 'string' && value !== '',
  object: isJsonObject,
  count: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  digest: (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
  hash: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  time: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  one: (value) => value === 1,
} satisfies Record<string, Check>;

export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

export function oneOf(words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function hasShape<T>(shape: Partial<Shape<T>>): Check {
  return (value) => misfit(value, shape) === undefined;
}

/** @throws IntegrityError that names the key and the first field that does not fit. */
export function assertShape<T>(key: string, value: unknown, shape: Partial<Shape<T>>): asserts value is T {
  const field = misfit(value, shape);
  if (field !== undefined)
    throw new IntegrityError(`${key} is damaged: its field ${field} is missing or wrong`);
}

function misfit<T>(value: unknown, shape: Partial<Shape<T>>): string | undefined {
  if (!isJsonObject(value)) return '(all)';
  const checks = Object.entries<Check | undefined>(shape);
  return checks.find(([field, check]) => check && !check(own(value, field)))?.[0];
}

function own(value: object, field: string): unknown {
  return Object.getOwnPropertyDescriptor(value, field)?.value;
}
