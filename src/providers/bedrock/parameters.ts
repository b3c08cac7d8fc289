import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { ProviderError } from '../../core/errors.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { suggestion } from '../../core/suggest.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';
import { isClaude, isPromptArn } from './model-id.ts';
import { promptVariables } from './prompt-variables.ts';

const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];

type Setter = (input: ConverseCommandInput, value: Json, name: string) => void;

const setMaxTokens: Setter = (input, value, name) => {
  input.inferenceConfig = { ...input.inferenceConfig, maxTokens: number(value, name) };
};

/** One entry a model parameter: its name in a prompt file, and how it is sent. */
const setters: Record<string, Setter> = {
  temperature: (input, value, name) => {
    input.inferenceConfig = { ...input.inferenceConfig, temperature: share(value, name) };
  },
  topP: (input, value, name) => {
    input.inferenceConfig = { ...input.inferenceConfig, topP: share(value, name) };
  },
  maxTokens: setMaxTokens,
  maxCompletionTokens: setMaxTokens,
  stop: (input, value, name) => {
    input.inferenceConfig = { ...input.inferenceConfig, stopSequences: texts(value, name) };
  },
  topK: (input, value, name) => {
    if (!isClaude(input.modelId ?? '')) {
      throw unsupportedParameter(name, `On Bedrock only ids of Claude models take ${name}`);
    }
    input.additionalModelRequestFields = { top_k: number(value, name) };
  },
  reasoningEffort: (input, value, name) => {
    const effort = efforts.find((word) => word === value);
    if (effort === undefined) throw badParameter(name, value, `one of ${efforts.join(', ')}`);
    input.outputConfig = { ...input.outputConfig, effort };
  },
  promptVariables: (input, value, name) => {
    if (!isPromptArn(input.modelId ?? '')) {
      throw unsupportedParameter(name, `${name} belong to the ARN of a prompt, and this model is none`);
    }
    if (!isJsonObject(value)) throw badParameter(name, value, 'an object of names and texts');
    input.promptVariables = promptVariables(value);
  },
};

/** What the prompt behind an ARN fixes itself; a request that sets it again is refused. */
const fixedByPrompt = ['temperature', 'topP', 'maxTokens', 'maxCompletionTokens', 'stop', 'topK'];

/**
 * Sets every parameter or none is lost in silence: a prompt that is sent without one of its parameters would
 * be judged as something that it is not. A null is the same as not set.
 *
 * @throws ProviderError (scope `run`) that names the parameter.
 */
export function setParameters(input: ConverseCommandInput, parameters: ModelParameters): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) continue;
    const set = Object.hasOwn(setters, name) ? setters[name] : undefined;
    if (set === undefined) throw unknownParameter(name);
    if (fixedByPrompt.includes(name) && isPromptArn(input.modelId ?? '')) {
      throw unsupportedParameter(
        name,
        `The prompt behind an ARN has its own ${name}; none can be sent with it`,
      );
    }
    set(input, value, name);
  }
}

function number(value: Json, name: string): number {
  if (typeof value === 'number') return value;
  throw badParameter(name, value, 'a number');
}

/** Bedrock takes temperatures up to 1, where others go to 2. */
function share(value: Json, name: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw badParameter(name, value, 'a number from 0 to 1');
}

function texts(value: Json, name: string): string[] {
  const list = [value].flat();
  if (list.every((item) => typeof item === 'string')) return list;
  throw badParameter(name, value, 'a text or a list of texts');
}

function badParameter(name: string, value: Json, expected: string): ProviderError {
  const message = `modelParameters.${name} is ${JSON.stringify(value)}; expected ${expected}`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}

function unknownParameter(name: string): ProviderError {
  const hint = suggestion(name, Object.keys(setters));
  return unsupportedParameter(name, `modelParameters.${name} is not known to the bedrock provider`, { hint });
}
