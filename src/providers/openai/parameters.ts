import { ProviderError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { suggestion } from '../../core/suggest.ts';
import type { ChatBody } from './chat-body.ts';

const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

type Setter = (body: ChatBody, value: Json, name: string, isOfficial: boolean) => void;

/** One entry a model parameter: its name in a prompt file, and how it is sent. */
const setters: Record<string, Setter> = {
  temperature: (body, value, name) => {
    body.temperature = number(value, name);
  },
  topP: (body, value, name) => {
    body.top_p = number(value, name);
  },
  maxTokens: (body, value, name, isOfficial) => {
    if (isOfficial) body.max_completion_tokens = number(value, name);
    else body.max_tokens = number(value, name);
  },
  maxCompletionTokens: (body, value, name) => {
    body.max_completion_tokens = number(value, name);
  },
  stop: (body, value, name) => {
    body.stop = texts(value, name);
  },
  seed: (body, value, name) => {
    body.seed = number(value, name);
  },
  presencePenalty: (body, value, name) => {
    body.presence_penalty = number(value, name);
  },
  frequencyPenalty: (body, value, name) => {
    body.frequency_penalty = number(value, name);
  },
  reasoningEffort: (body, value, name) => {
    const effort = reasoningEfforts.find((word) => word === value);
    if (effort === undefined) throw badParameter(name, value, `one of ${reasoningEfforts.join(', ')}`);
    body.reasoning_effort = effort;
  },
};

/** What a prompt's `modelParameters` may hold for this provider. */
export const openAIParameters: readonly string[] = Object.keys(setters);

/**
 * Sets every parameter or none is lost in silence: a prompt that is sent without one of its parameters would
 * be judged as something that it is not. A null is the same as not set.
 *
 * @throws ProviderError (scope `run`) that names the parameter.
 */
export function setParameters(body: ChatBody, parameters: ModelParameters, isOfficial: boolean): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) continue;
    const set = Object.hasOwn(setters, name) ? setters[name] : undefined;
    if (set === undefined) throw unknownParameter(name);
    set(body, value, name, isOfficial);
  }
}

function number(value: Json, name: string): number {
  if (typeof value === 'number') return value;
  throw badParameter(name, value, 'a number');
}

function texts(value: Json, name: string): string | string[] {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw badParameter(name, value, 'a text or a list of texts');
}

function badParameter(name: string, value: Json, expected: string): ProviderError {
  const message = `modelParameters.${name} is ${JSON.stringify(value)}; expected ${expected}`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}

function unknownParameter(name: string): ProviderError {
  const hint = suggestion(name, openAIParameters) ?? '';
  return new ProviderError(`modelParameters.${name} is not known to the openai provider. ${hint}`.trim(), {
    code: 'bad-parameter',
    scope: 'run',
  });
}
