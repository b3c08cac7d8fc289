import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/json.ts';
import type { ModelRequest } from '../../../../src/core/provider.ts';
import { responsesBody } from '../../../../src/providers/openai/responses/body.ts';
import { responsesFields } from '../../../../src/providers/openai/responses/fields.ts';
import { request, toolConversation } from '../request.ts';

const bodyOf = (parts: Partial<ModelRequest> = {}) => responsesBody(request(parts), responsesFields());

const withParameters = (parameters: JsonObject) => {
  const { model: _model, input: _input, store: _store, ...rest } = bodyOf({ parameters });
  return rest;
};

describe('responsesBody', () => {
  it('sends the turns as input, keeps nothing at the vendor, and sends nothing that was not asked for', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'You sort.', cache: true },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: 'Three', images: [] },
    ];
    expect(bodyOf({ messages })).toEqual({
      model: 'gpt-4.1-mini',
      input: [
        { role: 'system', content: 'You sort.' },
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Two' },
        { role: 'user', content: 'Three' },
      ],
      store: false,
    });
  });

  it.each<[JsonObject, object]>([
    [{ temperature: 0 }, { temperature: 0 }],
    [{ topP: 0.9 }, { top_p: 0.9 }],
    [{ maxTokens: 9 }, { max_output_tokens: 9 }],
    [{ maxCompletionTokens: 9 }, { max_output_tokens: 9 }],
    [{ reasoningEffort: 'low' }, { reasoning: { effort: 'low' } }],
    [{ temperature: null }, {}],
  ])('maps %j to %j', (parameters, expected) => expect(withParameters(parameters)).toEqual(expected));

  it.each(['stop', 'seed', 'presencePenalty', 'frequencyPenalty', 'topK'])('has no %s', (parameter) => {
    const send = () => withParameters({ [parameter]: 1 });
    expect(send).toThrow(expect.objectContaining({ code: 'unsupported-parameter', scope: 'run', parameter }));
    expect(send).toThrow(
      `modelParameters.${parameter} does not exist in OpenAI's Responses API. Remove modelParameters.${parameter}, or list it under x-prompteval.dropUnsupported`,
    );
  });
});

describe('response formats', () => {
  const schema = { type: 'object', required: ['category'] };

  it.each<[Partial<ModelRequest>, unknown]>([
    [{ responseFormat: 'text', outputSchema: { name: 'triage', schema } }, undefined],
    [{ responseFormat: 'json_object' }, { format: { type: 'json_object' } }],
    [
      { responseFormat: 'json_schema', outputSchema: { name: 'triage', schema, strict: true } },
      { format: { type: 'json_schema', name: 'triage', schema, strict: true } },
    ],
  ])('%j', (parts, text) => expect(bodyOf(parts).text).toEqual(text));

  it('needs the schema that it is to ask for', () => {
    expect(() => bodyOf({ responseFormat: 'json_schema' })).toThrow(
      expect.objectContaining({ scope: 'run' }),
    );
  });
});

describe('tools', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } } };

  it('defines them, strict only where the prompt says so', () => {
    const tools = [
      { name: 'get_weather', description: 'The weather of a city', parameters: schema, strict: true },
      { name: 'get_time', parameters: {} },
    ];
    expect(bodyOf({ tools, toolChoice: { name: 'get_time' } })).toMatchObject({
      tools: [
        { type: 'function', ...tools[0] },
        { type: 'function', ...tools[1], strict: false },
      ],
      tool_choice: { type: 'function', name: 'get_time' },
    });
  });

  it.each<ModelRequest['toolChoice']>(['auto', 'required', 'none'])('chooses %s', (toolChoice) => {
    expect(bodyOf({ tools: [{ name: 'f', parameters: {} }], toolChoice }).tool_choice).toBe(toolChoice);
  });

  it('carries calls and what the tools answered', () => {
    expect(bodyOf({ messages: toolConversation }).input).toEqual([
      { role: 'user', content: 'How warm is it?' },
      { type: 'function_call', call_id: 'c1', name: 'get_weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call', call_id: 'c2', name: 'get_weather', arguments: '{"city":' },
      { type: 'function_call_output', call_id: 'c2', output: 'bad arguments' },
      { type: 'function_call_output', call_id: 'c1', output: '21 degrees' },
      { role: 'assistant', content: '21 degrees.' },
    ]);
  });

  it('keeps what was said before a call', () => {
    const toolCalls = [{ id: 'c1', name: 'f', arguments: {} }];
    expect(bodyOf({ messages: [{ role: 'assistant', content: 'Let me see.', toolCalls }] }).input).toEqual([
      { role: 'assistant', content: 'Let me see.' },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
    ]);
  });
});

it('puts images after the text', () => {
  const picture = 'data:image/png;base64,iVBORw0KGgo=';
  const messages: ModelRequest['messages'] = [
    { role: 'user', content: 'What is this?', images: [picture] },
    { role: 'user', content: '', images: ['https://example.com/a.png'] },
  ];
  expect(bodyOf({ messages }).input).toEqual([
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'What is this?' },
        { type: 'input_image', image_url: picture, detail: 'auto' },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'input_image', image_url: 'https://example.com/a.png', detail: 'auto' }],
    },
  ]);
});
