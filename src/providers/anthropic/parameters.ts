import { ProviderError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { suggestion } from '../../core/suggest.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';
import type { MessageBody } from './message-body.ts';

/** The API wants a limit. A prompt that sets none gets this one for its answer. */
export const defaultMaxTokens = 4096;
/** Reasoning counts against the limit, and how much there will be is the model's to say. */
export const defaultMaxTokensWithReasoning = 16_384;

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

type Setter = (body: MessageBody, value: Json, name: string) => void;

/** One entry a model parameter: its name in a prompt file, and how it is sent. */
const setters: Record<string, Setter> = {
  temperature: (body, value, name) => {
    body.temperature = number(value, name);
  },
  topP: (body, value, name) => {
    body.top_p = number(value, name);
  },
  topK: (body, value, name) => {
    body.top_k = number(value, name);
  },
  maxTokens: (body, value, name) => {
    body.max_tokens = number(value, name);
  },
  stop: (body, value, name) => {
    body.stop_sequences = texts(value, name);
  },
  reasoningEffort: setReasoning,
};

/** What a prompt's `modelParameters` may hold for this provider. */
export const anthropicParameters: readonly string[] = Object.keys(setters);

/**
 * Sets every parameter or none is lost in silence: a prompt that is sent without one of its parameters would
 * be judged as something that it is not. A null is the same as not set.
 *
 * @throws ProviderError (scope `run`) that names the parameter.
 */
export function setParameters(body: MessageBody, parameters: ModelParameters): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) continue;
    const set = Object.hasOwn(setters, name) ? setters[name] : undefined;
    if (set === undefined) throw unknownParameter(name);
    set(body, value, name);
  }
  if ((parameters.maxTokens ?? null) === null) body.max_tokens = maxTokensFor(body.thinking);
}

/** A word is an effort, under which the model decides how much to think; a number is the thinking's budget in tokens. */
function setReasoning(body: MessageBody, value: Json, name: string): void {
  if (typeof value === 'number') {
    body.thinking = { type: 'enabled', budget_tokens: value };
    return;
  }
  if (value === 'none') {
    body.thinking = { type: 'disabled' };
    return;
  }
  const effort = efforts.find((word) => word === value);
  if (effort === undefined) {
    throw badParameter(name, value, `none, ${efforts.join(', ')}, or a number of tokens`);
  }
  body.thinking = { type: 'adaptive' };
  body.output_config = { ...body.output_config, effort };
}

function maxTokensFor(thinking: MessageBody['thinking']): number {
  if (thinking?.type === 'adaptive') return defaultMaxTokensWithReasoning;
  return defaultMaxTokens + (thinking?.type === 'enabled' ? thinking.budget_tokens : 0);
}

function number(value: Json, name: string): number {
  if (typeof value === 'number') return value;
  throw badParameter(name, value, 'a number');
}

function texts(value: Json, name: string): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw badParameter(name, value, 'a text or a list of texts');
}

function badParameter(name: string, value: Json, expected: string): ProviderError {
  const message = `modelParameters.${name} is ${JSON.stringify(value)}; expected ${expected}`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}

function unknownParameter(name: string): ProviderError {
  const says = `modelParameters.${name} is not known to the anthropic provider`;
  return unsupportedParameter(name, says, { hint: suggestion(name, anthropicParameters) });
}
