import { isJsonObject } from '../core/json.ts';
import { describe } from './metric-problems.ts';
import type { OptionCheck } from './options.ts';

/** Waits at a busy provider count too. */
export const judgePatienceMs = 300_000;

export const modelCheck: OptionCheck = (value) =>
  typeof value === 'string' && /^[^/\s]+\/\S+$/.test(value)
    ? undefined
    : { message: `is ${JSON.stringify(value) ?? 'missing'}`, expected: 'a model such as "openai/gpt-4.1"' };

export const parametersCheck: OptionCheck = (value) =>
  isJsonObject(value) ? undefined : { message: `is ${describe(value)}`, expected: 'model parameters' };
