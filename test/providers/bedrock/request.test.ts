import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { ModelRequest } from '../../../src/core/provider.ts';
import { converseInput } from '../../../src/providers/bedrock/request.ts';
import { request } from './support.ts';

const modelId = request().model;
const promptArn = 'arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT12345:3';
const input = (parts: Partial<ModelRequest> = {}) => converseInput(request(parts));
const settings = (parameters: JsonObject, model = modelId) => {
  const { modelId: _id, messages: _messages, ...rest } = input({ parameters, model });
  return rest;
};
const pixel = 'iVBORw0KGgo=';

describe('turns', () => {
  it('puts system text beside the turns, and sends nothing that was not asked for', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'You sort.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: '<script>{{x}}' },
    ];
    expect(input({ messages })).toEqual({
      modelId,
      system: [{ text: 'You sort.' }],
      messages: [
        { role: 'user', content: [{ text: 'One' }] },
        { role: 'assistant', content: [{ text: 'Two' }] },
        { role: 'user', content: [{ text: '<script>{{x}}' }] },
      ],
    });
  });

  it('makes one turn of several by the same side, with what tools answered on the side of the user', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'user', content: 'Both?' },
      {
        role: 'assistant',
        content: ' ',
        toolCalls: [
          { id: 't1', name: 'top_song', arguments: { sign: 'WZPZ' } },
          { id: 't2', name: 'top_song', arguments: { sign: 'KEXP' } },
        ],
      },
      { role: 'tool', content: 'Elemental Hotel' },
      { role: 'tool', content: 'Roads', cache: true },
      { role: 'user', content: 'And now?' },
    ];
    expect(input({ messages }).messages).toEqual([
      { role: 'user', content: [{ text: 'Both?' }] },
      {
        role: 'assistant',
        content: [
          { toolUse: { toolUseId: 't1', name: 'top_song', input: { sign: 'WZPZ' } } },
          { toolUse: { toolUseId: 't2', name: 'top_song', input: { sign: 'KEXP' } } },
        ],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 't1', content: [{ text: 'Elemental Hotel' }] } },
          { toolResult: { toolUseId: 't2', content: [{ text: 'Roads' }] } },
          { cachePoint: { type: 'default' } },
          { text: 'And now?' },
        ],
      },
    ]);
  });

  it('marks what may be cached', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'Long', cache: true },
      { role: 'user', content: 'Hi', cache: true },
    ];
    const point = { cachePoint: { type: 'default' } };
    expect(input({ messages })).toMatchObject({
      system: [{ text: 'Long' }, point],
      messages: [{ role: 'user', content: [{ text: 'Hi' }, point] }],
    });
  });

  it('sends images as bytes, after the text', () => {
    const images = [`data:image/png;base64,${pixel}`, `data:image/jpeg;base64,${pixel}`];
    const bytes = new Uint8Array(Buffer.from(pixel, 'base64'));
    expect(input({ messages: [{ role: 'user', content: 'What?', images }] }).messages?.[0]?.content).toEqual([
      { text: 'What?' },
      { image: { format: 'png', source: { bytes } } },
      { image: { format: 'jpeg', source: { bytes } } },
    ]);
  });

  it.each<[string, ModelRequest['messages'][number], RegExp]>([
    [
      'an address',
      { role: 'user', content: '', images: ['https://a.example/x.png'] },
      /no address of an image/,
    ],
    [
      'a picture of another type',
      { role: 'user', content: '', images: ['data:image/tiff;base64,AA=='] },
      /tiff/,
    ],
    ['a tool turn without a call', { role: 'tool', content: '21 degrees' }, /toolCallId/],
  ])('refuses %s for that trial alone', (_what, message, says) => {
    const send = () => input({ messages: [message] });
    expect(send).toThrow(says);
    expect(send).toThrow(expect.objectContaining({ code: 'unsupported', scope: 'trial' }));
  });
});

describe('parameters', () => {
  it.each<[JsonObject, object]>([
    [{ temperature: 0 }, { inferenceConfig: { temperature: 0 } }],
    [{ topP: 0.9, maxTokens: 300 }, { inferenceConfig: { topP: 0.9, maxTokens: 300 } }],
    [{ maxCompletionTokens: 9 }, { inferenceConfig: { maxTokens: 9 } }],
    [{ stop: 'END' }, { inferenceConfig: { stopSequences: ['END'] } }],
    [{ stop: ['a', 'b'] }, { inferenceConfig: { stopSequences: ['a', 'b'] } }],
    [{ topK: 20 }, { additionalModelRequestFields: { top_k: 20 } }],
    [{ reasoningEffort: 'low' }, { outputConfig: { effort: 'low' } }],
    [{ temperature: null }, {}],
  ])('maps %j to %j', (parameters, expected) => expect(settings(parameters)).toEqual(expected));

  it.each<[string, Json, RegExp]>([
    ['temperature', 1.5, /modelParameters\.temperature is 1\.5; expected a number from 0 to 1/],
    ['topP', 'high', /expected a number from 0 to 1/],
    ['maxTokens', '9', /expected a number$/],
    ['stop', [1], /a text or a list of texts/],
    ['reasoningEffort', 'minimal', /one of low, medium, high, xhigh, max/],
  ])('refuses %s: %j for the whole run', (name, value, message) => {
    const send = () => settings({ [name]: value });
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'bad-parameter', scope: 'run' }));
  });

  it.each<[string, Json, string, RegExp]>([
    ['seed', 7, modelId, /seed is not known to the bedrock provider.*dropUnsupported/],
    ['max_tokens', 7, modelId, /Did you mean "maxTokens"/],
    ['constructor', 7, modelId, /constructor is not known/],
    ['topK', 20, 'amazon.nova-lite-v1:0', /only ids of Claude models take topK/],
    ['promptVariables', {}, modelId, /this model is none/],
    ['temperature', 0, promptArn, /has its own temperature/],
    ['topK', 1, promptArn, /has its own topK/],
  ])('names %s: %j as unsupported on %s', (parameter, value, model, message) => {
    const send = () => settings({ [parameter]: value }, model);
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'unsupported-parameter', scope: 'run', parameter }));
  });

  it.each([
    'anthropic.claude-3-haiku-20240307-v1:0',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  ])('knows %s for a Claude model', (model) =>
    expect(settings({ topK: 5 }, model)).toEqual({ additionalModelRequestFields: { top_k: 5 } }),
  );
});

describe('response formats', () => {
  const schema = { type: 'object', required: ['category'] };

  it('asks for a JSON schema the native way', () => {
    const outputSchema = { name: 'triage', schema, strict: true };
    const { outputConfig } = input({
      responseFormat: 'json_schema',
      outputSchema,
      parameters: { reasoningEffort: 'high' },
    });
    expect(outputConfig).toEqual({
      effort: 'high',
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'triage', schema: JSON.stringify(schema) } },
      },
    });
  });

  it('sends no schema where the answer is text', () =>
    expect(input({ outputSchema: { name: 'triage', schema } })).not.toHaveProperty('outputConfig'));

  it.each<[ModelRequest['responseFormat'], RegExp]>([
    ['json_object', /no responseFormat json_object; use json_schema/],
    ['json_schema', /the prompt has no jsonSchema/],
  ])('says what is wrong with %s', (responseFormat, message) => {
    expect(() => input({ responseFormat })).toThrow(message);
    expect(() => input({ responseFormat })).toThrow(expect.objectContaining({ scope: 'run' }));
  });
});

describe('tools', () => {
  const parameters = { type: 'object', properties: { sign: { type: 'string' } } };
  const tools = [
    { name: 'top_song', description: 'The most played song', parameters, strict: true },
    { name: 'stop', parameters },
  ];

  it.each<[ModelRequest['toolChoice'], object]>([
    [null, { auto: {} }],
    ['auto', { auto: {} }],
    ['required', { any: {} }],
    [{ name: 'stop' }, { tool: { name: 'stop' } }],
  ])('defines them, with the choice %j', (toolChoice, expected) => {
    const json = parameters;
    expect(input({ tools, toolChoice }).toolConfig).toEqual({
      tools: [
        {
          toolSpec: {
            name: 'top_song',
            description: 'The most played song',
            inputSchema: { json },
            strict: true,
          },
        },
        { toolSpec: { name: 'stop', inputSchema: { json } } },
      ],
      toolChoice: expected,
    });
  });

  it('leaves them out where none may be called, save where the conversation used some', () => {
    expect(input({ tools, toolChoice: 'none' })).not.toHaveProperty('toolConfig');
    const messages: ModelRequest['messages'] = [{ role: 'tool', content: 'x', toolCallId: 't1' }];
    expect(() => input({ tools, toolChoice: 'none', messages })).toThrow(
      expect.objectContaining({ code: 'unsupported', scope: 'trial' }),
    );
  });
});

describe('the ARN of a prompt', () => {
  const send = (parts: Partial<ModelRequest>) => input({ model: promptArn, ...parts });

  it('is sent with the variables and the messages that go after its own', () => {
    expect(send({ parameters: { promptVariables: { tone: 'formal' } } })).toEqual({
      modelId: promptArn,
      messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      promptVariables: { tone: { text: 'formal' } },
    });
  });

  it.each<[string, Partial<ModelRequest>, RegExp]>([
    ['a system message', { messages: [{ role: 'system', content: 'x' }] }, /its own system message/],
    ['tools', { tools: [{ name: 'a', parameters: {} }], toolChoice: 'auto' }, /its own tools/],
  ])('takes no %s', (_what, parts, message) => {
    expect(() => send(parts)).toThrow(message);
    expect(() => send(parts)).toThrow(expect.objectContaining({ code: 'unsupported', scope: 'run' }));
  });

  it.each<[string, Json, RegExp]>([
    [
      '21 variables',
      Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`v${at}`, ''])),
      /21 variables.*20/,
    ],
    ['a dot in a name', { 'a.b': 'x' }, /"a\.b"; Bedrock allows no dot/],
    ['a number', { a: 1 }, /"a" that is no text/],
    ['a list', [], /expected an object of names and texts/],
  ])('refuses %s', (_what, promptVariables, message) => {
    expect(() => send({ parameters: { promptVariables } })).toThrow(message);
    expect(() => send({ parameters: { promptVariables } })).toThrow(
      expect.objectContaining({ code: 'bad-parameter', scope: 'run' }),
    );
  });
});
