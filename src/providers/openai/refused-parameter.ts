import type { ModelParameters } from '../../core/prompt.ts';
import type { ErrorBody } from './error-body.ts';
import { type ParameterFields, sentNames } from './parameters.ts';

/** OpenAI has a code for it, others only a sentence. */
const codes = ['unsupported_parameter', 'unsupported_value'];
const sentence = /unsupported ?(parameter|value|param)|extra (inputs|fields) (are )?not permitted/i;
/** Of two that exclude each other either may go, and topP before temperature. */
const exclusive = /cannot both be/i;

/**
 * The model parameters that a refusal is about, by their names in a prompt file: without one of them it would be another
 * request. None where it is about something else, or where it can't be told for sure.
 */
export function refusedParameters(
  { words, says, member, unknown }: ErrorBody,
  status: number,
  parameters: ModelParameters,
  fields: ParameterFields,
): string[] {
  if (status !== 400 && status !== 422) return [];
  const named = (isNamed: (wire: string) => boolean) =>
    sentNames(parameters, fields)
      .filter(({ wire }) => isNamed(wire))
      .map(({ name }) => name);
  if (unknown !== undefined) return named((wire) => unknown.includes(wire));
  const isExclusive = exclusive.test(says);
  if (!codes.some((code) => words.includes(code)) && !sentence.test(says) && !isExclusive) return [];
  const found = named((wire) =>
    member === undefined ? new RegExp(`\\b${wire}\\b`).test(says) : wire === member,
  );
  if (isExclusive) return found.reverse();
  return found.length === 1 ? found : [];
}
