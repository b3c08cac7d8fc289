import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { chatFields } from '../../../src/providers/openai/chat/fields.ts';
import { readErrorBody } from '../../../src/providers/openai/error-body.ts';
import { refusedParameter } from '../../../src/providers/openai/refused-parameter.ts';
import { fixture } from './fixture.ts';

const named = (error: unknown, parameters: JsonObject, { status = 400, isOfficial = false } = {}) =>
  refusedParameter(readErrorBody(error), status, parameters, chatFields(isOfficial));

const openAI = (code: string, param: string | null, message = 'No') => ({ code, param, message });

it.each<[string, unknown, JsonObject, string]>([
  ['OpenAI', fixture('unsupported-parameter').error, { maxTokens: 1, temperature: 0 }, 'maxTokens'],
  ['OpenAI: its value', fixture('unsupported-value').error, { temperature: 0 }, 'temperature'],
  [
    'reasoning',
    openAI('unsupported_value', 'reasoning_effort'),
    { reasoningEffort: 'low' },
    'reasoningEffort',
  ],
  ['a sentence alone', { message: "Unsupported parameter: 'top_p'" }, { topP: 1, temperature: 0 }, 'topP'],
  ['LiteLLM', { message: 'UnsupportedParamsError: no support for seed=7' }, { seed: 7, stop: 'x' }, 'seed'],
])('reads the parameter of %s', (_name, error, parameters, expected) => {
  expect(named(error, parameters)).toBe(expected);
});

it('takes max_completion_tokens for the parameter that was sent so', () => {
  const error = openAI('unsupported_value', 'max_completion_tokens');
  expect(named(error, { maxTokens: 1 }, { isOfficial: true })).toBe('maxTokens');
  expect(named(error, { maxCompletionTokens: 1 }, { isOfficial: true })).toBe('maxCompletionTokens');
});

it.each<[string, unknown, JsonObject, number?]>([
  ['was not sent', openAI('unsupported_parameter', 'temperature'), { topP: 1 }],
  ['was sent as null', openAI('unsupported_parameter', 'temperature'), { temperature: null }],
  ['is no model parameter', openAI('unsupported_parameter', 'tools', 'temperature'), { temperature: 0 }],
  ['may be one of two', { message: 'Unsupported parameter: seed or stop' }, { seed: 1, stop: 'x' }],
  [
    'is only out of range',
    openAI('invalid_value', 'temperature', 'temperature must be below 2'),
    { temperature: 3 },
  ],
  ['is a part of a word', { message: 'Unsupported parameter: nonstop' }, { stop: 'x' }],
  ['comes with another status', openAI('unsupported_parameter', 'seed'), { seed: 1 }, 500],
])('names none that %s', (_name, error, parameters, status = 400) => {
  expect(named(error, parameters, { status })).toBeUndefined();
});
