import { ProviderError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { suggestion } from '../../core/suggest.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';

/** Parameters that another API has: there is nothing to guess about what was meant. */
const elsewhere = ['stop', 'seed', 'presencePenalty', 'frequencyPenalty', 'topK'];

/** How one model parameter is sent. */
export interface Field {
  /** The member of the body that holds it. */
  wire: string;
  /** What stands there. @throws ProviderError for a value of the wrong kind. */
  read(value: Json, name: string): Json;
}

/** The parameters of one API, by their names in a prompt file. */
export interface ParameterFields {
  /** As messages name it. */
  api: string;
  fields: Readonly<Record<string, Field>>;
}

/**
 * What the parameters are on the wire. None is lost in silence: a prompt that is sent without one of its parameters
 * would be judged as something that it is not. A null is the same as not set.
 *
 * @throws ProviderError (scope `run`) that names the parameter.
 */
export function wireParameters(parameters: ModelParameters, { api, fields }: ParameterFields): JsonObject {
  const body: JsonObject = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      const hint = elsewhere.includes(name) ? '' : suggestion(name, Object.keys(fields));
      throw unsupportedParameter(name, `modelParameters.${name} does not exist in ${api}`, { hint });
    }
    if (Object.hasOwn(body, field.wire)) throw sentTwice(name, field.wire);
    body[field.wire] = field.read(value, name);
  }
  return body;
}

/** The wire's names of what is sent, with those of the prompt file. */
export function sentNames(
  parameters: ModelParameters,
  { fields }: ParameterFields,
): { wire: string; name: string }[] {
  return Object.entries(fields)
    .filter(([name]) => Object.hasOwn(parameters, name) && parameters[name] !== null)
    .map(([name, { wire }]) => ({ wire, name }));
}

export function numberField(wire: string): Field {
  return {
    wire,
    read(value, name) {
      if (typeof value === 'number') return value;
      throw badParameter(name, value, 'a number');
    },
  };
}

export function textsField(wire: string): Field {
  return {
    wire,
    read(value, name) {
      const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
      if (typeof value === 'string' || isTexts) return value;
      throw badParameter(name, value, 'a text or a list of texts');
    },
  };
}

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

export function effortField(wire: string, place: (effort: string) => Json): Field {
  return {
    wire,
    read(value, name) {
      if (typeof value === 'string' && efforts.includes(value)) return place(value);
      throw badParameter(name, value, `one of ${efforts.join(', ')}`);
    },
  };
}

function badParameter(name: string, value: Json, expected: string): ProviderError {
  const message = `modelParameters.${name} is ${JSON.stringify(value)}; expected ${expected}`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}

function sentTwice(name: string, wire: string): ProviderError {
  const message = `modelParameters.${name} is sent as ${wire}, which another parameter sets already; remove one`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}
