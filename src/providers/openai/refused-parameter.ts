import type { ModelParameters } from '../../core/prompt.ts';
import type { ErrorBody } from './error-body.ts';
import { type ParameterFields, sentNames } from './parameters.ts';

/** OpenAI has a code for it, others only a sentence. */
const codes = ['unsupported_parameter', 'unsupported_value'];
const sentence = /unsupported ?(parameter|value|param)/i;

/**
 * The model parameter that a refusal is about, by its name in a prompt file. Undefined where it is about something
 * else, or where it can't be told for sure.
 */
export function refusedParameter(
  { words, says, param }: ErrorBody,
  status: number,
  parameters: ModelParameters,
  fields: ParameterFields,
): string | undefined {
  if (status !== 400 && status !== 422) return undefined;
  if (!codes.some((code) => words.includes(code)) && !sentence.test(says)) return undefined;
  // `reasoning.effort` stands in the member `reasoning`.
  const member = param?.split('.')[0];
  const named = (wire: string) =>
    member === undefined ? new RegExp(`\\b${wire}\\b`).test(says) : wire === member;
  const [found, ...others] = sentNames(parameters, fields).filter(({ wire }) => named(wire));
  return others.length === 0 ? found?.name : undefined;
}
