import { isJsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { describe } from './metric-problems.ts';
import type { OptionCheck } from './options.ts';

/** Waits at a busy provider count too, and each call has the time limit of its provider. */
export const judgePatienceMs = 3_600_000;

/** How a judge is asked where nothing is said: at temperature 0, or as the model does it that knows no temperature. */
export function askedWith(parameters: ModelParameters | undefined): {
  parameters: ModelParameters;
  droppable: readonly string[];
} {
  return parameters
    ? { parameters, droppable: [] }
    : { parameters: { temperature: 0 }, droppable: ['temperature'] };
}

export const modelCheck: OptionCheck = (value) =>
  typeof value === 'string' && /^[^/\s]+\/\S+$/.test(value)
    ? undefined
    : { message: `is ${JSON.stringify(value) ?? 'missing'}`, expected: 'a model such as "openai/gpt-4.1"' };

export const parametersCheck: OptionCheck = (value) =>
  isJsonObject(value) ? undefined : { message: `is ${describe(value)}`, expected: 'model parameters' };
