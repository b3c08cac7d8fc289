import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { chatFields } from '../../../src/providers/openai/chat/fields.ts';
import { readErrorBody } from '../../../src/providers/openai/error-body.ts';
import { refusedParameters } from '../../../src/providers/openai/refused-parameter.ts';
import { fixture } from './fixture.ts';

const named = (error: unknown, parameters: JsonObject, { status = 400, isOfficial = false } = {}) =>
  refusedParameters(readErrorBody(error), status, parameters, chatFields(isOfficial));

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
  expect(named(error, parameters)).toEqual([expected]);
});

it('takes max_completion_tokens for the parameter that was sent so', () => {
  const error = openAI('unsupported_value', 'max_completion_tokens');
  expect(named(error, { maxTokens: 1 }, { isOfficial: true })).toEqual(['maxTokens']);
  expect(named(error, { maxCompletionTokens: 1 }, { isOfficial: true })).toEqual(['maxCompletionTokens']);
});

const extra = (...loc: unknown[]) => ({
  type: 'extra_forbidden',
  loc,
  msg: 'Extra inputs are not permitted',
  input: 5,
});
const python = (loc: string) =>
  `{'type': 'extra_forbidden', 'loc': ${loc}, 'msg': 'Extra inputs are not permitted', 'input': 5}`;
const sent = { temperature: 0, seed: 5, stop: 'x' };
it.each<[string, unknown, string[]]>([
  ['FastAPI', { detail: [extra('body', 'seed')] }, ['seed']],
  ['FastAPI, of two', { detail: [extra('body', 'stop'), extra('body', 'seed')] }, ['stop', 'seed']],
  ['FastAPI with a union', { detail: [extra('body', 'ChatRequest', 'seed')] }, ['seed']],
  ['Mistral', { object: 'error', message: { detail: [extra('body', 'seed')] }, code: null }, ['seed']],
  ['vLLM', { message: `[${python("('body', 'seed')")}]`, type: 'BadRequestError', code: 400 }, ['seed']],
  ['vLLM, newer', { message: `1 validation error:\n  ${python("('body', 'seed')")}` }, ['seed']],
  [
    'vLLM, of two',
    { message: `[${python("('body','stop')")}, ${python("('body','seed')")}]` },
    ['stop', 'seed'],
  ],
  [
    'pydantic 1',
    {
      message:
        "[{'loc': ('body', 'seed'), 'msg': 'extra fields not permitted', 'type': 'value_error.extra'}]",
    },
    ['seed'],
  ],
  [
    'pydantic in words',
    {
      message:
        '1 validation error for Request\nseed\n  Extra inputs are not permitted [type=extra_forbidden]',
    },
    ['seed'],
  ],
  ['a bare sentence', { message: 'seed: Extra inputs are not permitted' }, ['seed']],
])('reads what %s does not know', (_name, error, expected) => {
  for (const status of [400, 422]) {
    expect(named(error, sent, { status }).toSorted()).toEqual(expected.toSorted());
  }
});

it('names both of two that exclude each other, topP first', () => {
  const error = { message: '`temperature` and `top_p` cannot both be specified for this model.' };
  expect(named(error, { temperature: 0, topP: 1, seed: 5 })).toEqual(['topP', 'temperature']);
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
  ['is a member of a message', { detail: [extra('body', 'messages', 0, 'seed')] }, { seed: 1 }, 422],
  ['is what another lacks', { detail: [{ loc: ['body', 'seed'], msg: 'Field required' }] }, { seed: 1 }, 422],
  ['stands in the value alone', { message: `[${python("('body', 'tools')")}, 'seed']` }, { seed: 1 }],
  ['comes with another status', openAI('unsupported_parameter', 'seed'), { seed: 1 }, 500],
])('names none that %s', (_name, error, parameters, status = 400) => {
  expect(named(error, parameters, { status })).toEqual([]);
});
