import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { ToolChoice } from '../../../src/core/prompt.ts';
import type { ModelRequest } from '../../../src/core/provider.ts';
import { neededVersion } from '../../../src/providers/anthropic/message-body.ts';
import { messageBody } from '../../../src/providers/anthropic/request.ts';
import { aRequest } from './a-request.ts';

const bodyOf = (parts: Partial<ModelRequest>) => {
  const { model: _model, messages: _messages, ...rest } = messageBody(aRequest(parts));
  return rest;
};
const withParameters = (parameters: JsonObject) => bodyOf({ parameters });

describe('messageBody', () => {
  it('sends model and turns, a limit, and nothing that was not asked for', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'You sort.' },
      { role: 'user', content: '<script>{{x}}' },
    ];
    expect(messageBody(aRequest({ messages }))).toEqual({
      model: 'claude-sonnet-4-6',
      max_tokens: 4096,
      system: [{ type: 'text', text: 'You sort.' }],
      messages: [{ role: 'user', content: '<script>{{x}}' }],
    });
  });

  it.each<[JsonObject, object]>([
    [{ temperature: 0 }, { max_tokens: 4096, temperature: 0 }],
    [
      { topP: 0.9, topK: 40 },
      { max_tokens: 4096, top_p: 0.9, top_k: 40 },
    ],
    [{ maxTokens: 9 }, { max_tokens: 9 }],
    [{ maxTokens: null }, { max_tokens: 4096 }],
    [{ stop: 'END' }, { max_tokens: 4096, stop_sequences: ['END'] }],
    [{ stop: ['a', 'b'] }, { max_tokens: 4096, stop_sequences: ['a', 'b'] }],
    [{ temperature: null, seed: null }, { max_tokens: 4096 }],
    [
      { reasoningEffort: 'low' },
      { max_tokens: 16_384, thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
    ],
    [
      { reasoningEffort: 'max', maxTokens: 900 },
      { max_tokens: 900, thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
    ],
    [{ reasoningEffort: 'none' }, { max_tokens: 4096, thinking: { type: 'disabled' } }],
    [{ reasoningEffort: 2048 }, { max_tokens: 6144, thinking: { type: 'enabled', budget_tokens: 2048 } }],
  ])('maps %j to %j', (parameters, expected) => expect(withParameters(parameters)).toEqual(expected));

  it.each<[string, Json, RegExp]>([
    ['temperature', 'hot', /modelParameters\.temperature is "hot"; expected a number/],
    ['stop', [1], /modelParameters\.stop is \[1\]; expected a text or a list of texts/],
    ['reasoningEffort', 'minimal', /modelParameters\.reasoningEffort is "minimal"; expected none, low/],
  ])('refuses %s: %j for the whole run', (name, value, message) => {
    const send = () => withParameters({ [name]: value });
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'bad-parameter', scope: 'run' }));
  });

  it.each([
    'seed',
    'presencePenalty',
    'frequencyPenalty',
    'maxCompletionTokens',
    'max_tokens',
    'constructor',
  ])('has no field for %s', (name) => {
    const send = () => withParameters({ [name]: 1 });
    expect(send).toThrow(
      expect.objectContaining({ code: 'unsupported-parameter', scope: 'run', parameter: name }),
    );
    expect(send).toThrow(`Remove modelParameters.${name}, or list it under x-prompteval.dropUnsupported`);
  });

  it.each<[JsonObject, string | undefined]>([
    [{}, undefined],
    [{ maxTokens: 5, stop: 'x', reasoningEffort: 'low' }, undefined],
    [{ temperature: 0 }, '2023-06-01'],
    [{ topP: 1 }, '2023-06-01'],
    [{ topK: 1 }, '2023-06-01'],
  ])('asks for the API that knows %j', (parameters, version) => {
    expect(neededVersion(messageBody(aRequest({ parameters })))).toBe(version);
  });
});

describe('response formats', () => {
  const schema = { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 1 } } };
  const json = { responseFormat: 'json_schema', outputSchema: { name: 'count', schema } } as const;

  it('asks for a JSON schema that the API takes', () => {
    expect(bodyOf(json).output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: { n: { type: 'integer', description: '{minimum: 1}' } },
          additionalProperties: false,
          required: ['n'],
        },
      },
    });
    expect(schema.properties.n).toEqual({ type: 'integer', minimum: 1 });
  });

  it('asks for it beside an effort', () => {
    const body = bodyOf({ ...json, parameters: { reasoningEffort: 'high' } });
    expect(body.output_config).toMatchObject({ effort: 'high', format: { type: 'json_schema' } });
  });

  it('sends no schema where the answer is text', () => {
    expect(bodyOf({ ...json, responseFormat: 'text' })).not.toHaveProperty('output_config');
  });

  it.each<[Partial<ModelRequest>, RegExp]>([
    [{ responseFormat: 'json_object' }, /use responseFormat: json_schema/],
    [{ responseFormat: 'json_schema' }, /has no jsonSchema/],
    [{ ...json, outputSchema: { name: 'loose', schema: { properties: {} } } }, /the schema "loose"/],
  ])('refuses %j for the whole run', (parts, message) => {
    expect(() => bodyOf(parts)).toThrow(message);
    expect(() => bodyOf(parts)).toThrow(expect.objectContaining({ scope: 'run' }));
  });
});

describe('tools', () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const tools = [
    { name: 'weather', description: 'The weather now', parameters, strict: true },
    { name: 'time', parameters: {} },
  ];

  it('are sent as they are defined', () => {
    expect(bodyOf({ tools, toolChoice: 'auto' })).toEqual({
      max_tokens: 4096,
      tools: [
        { name: 'weather', description: 'The weather now', input_schema: parameters, strict: true },
        { name: 'time', input_schema: { type: 'object' } },
      ],
      tool_choice: { type: 'auto' },
    });
  });

  it.each<[ToolChoice | null, object | undefined]>([
    ['required', { type: 'any' }],
    ['none', { type: 'none' }],
    [{ name: 'time' }, { type: 'tool', name: 'time' }],
    [null, undefined],
  ])('are chosen by %j as %j', (toolChoice, expected) => {
    expect(bodyOf({ tools, toolChoice }).tool_choice).toEqual(expected);
  });
});
