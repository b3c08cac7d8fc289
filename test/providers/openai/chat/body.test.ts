import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json.ts';
import type { ModelRequest } from '../../../../src/core/provider.ts';
import { chatBody } from '../../../../src/providers/openai/chat/body.ts';
import { chatFields } from '../../../../src/providers/openai/chat/fields.ts';
import { request, toolConversation } from '../request.ts';

const bodyOf = (parts: Partial<ModelRequest>, isOfficial = true) =>
  chatBody(request(parts), chatFields(isOfficial));

const withParameters = (parameters: JsonObject, isOfficial = false) => {
  const { model: _model, messages: _messages, ...rest } = bodyOf({ parameters }, isOfficial);
  return rest;
};

describe('chatBody', () => {
  it('sends model and turns, and nothing that was not asked for', () => {
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'You sort.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Two' },
      { role: 'user', content: '<script>{{x}}' },
    ];
    expect(bodyOf({ messages })).toEqual({ model: 'gpt-4.1-mini', messages });
  });

  it.each<[JsonObject, object]>([
    [{ temperature: 0 }, { temperature: 0 }],
    [{ topP: 0.9 }, { top_p: 0.9 }],
    [{ maxCompletionTokens: 9 }, { max_completion_tokens: 9 }],
    [{ stop: 'END' }, { stop: 'END' }],
    [{ stop: ['a', 'b'] }, { stop: ['a', 'b'] }],
    [{ seed: 7 }, { seed: 7 }],
    [{ presencePenalty: -1 }, { presence_penalty: -1 }],
    [{ frequencyPenalty: 1.5 }, { frequency_penalty: 1.5 }],
    [{ reasoningEffort: 'low' }, { reasoning_effort: 'low' }],
    [{ temperature: null, seed: 1 }, { seed: 1 }],
  ])('maps %j to %j', (parameters, expected) => expect(withParameters(parameters)).toEqual(expected));

  it('asks OpenAI itself for max_completion_tokens, and other servers for max_tokens', () => {
    expect(withParameters({ maxTokens: 300 }, true)).toEqual({ max_completion_tokens: 300 });
    expect(withParameters({ maxTokens: 300 }, false)).toEqual({ max_tokens: 300 });
  });

  it.each<[string, Json, RegExp]>([
    ['temperature', 'hot', /modelParameters\.temperature is "hot"; expected a number/],
    ['stop', [1], /modelParameters\.stop is \[1\]; expected a text or a list of texts/],
    ['reasoningEffort', 'huge', /modelParameters\.reasoningEffort is "huge"; expected one of none, minimal/],
  ])('refuses %s: %j for the whole run', (name, value, message) => {
    const send = () => withParameters({ [name]: value });
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'bad-parameter', scope: 'run' }));
  });

  it.each([
    [
      'max_tokens',
      /modelParameters\.max_tokens does not exist in Chat Completions\. Did you mean "maxTokens"\?/,
    ],
    ['topK', /Remove modelParameters\.topK, or list it under x-prompteval\.dropUnsupported/],
    ['heat', /does not exist in Chat Completions\. Known: temperature, .*reasoningEffort\. Remove/],
    ['constructor', /modelParameters\.constructor does not exist/],
  ])('has no field for %s', (parameter, message) => {
    const send = () => withParameters({ [parameter]: 1 });
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'unsupported-parameter', scope: 'run', parameter }));
  });

  it('refuses two parameters for one field', () => {
    expect(() => withParameters({ maxTokens: 1, maxCompletionTokens: 2 }, true)).toThrow(
      /max_completion_tokens/,
    );
    expect(withParameters({ maxTokens: 1, maxCompletionTokens: 2 })).toMatchObject({ max_tokens: 1 });
  });
});

describe('response formats', () => {
  const schema = { type: 'object', required: ['category'] };

  it('asks for a JSON object', () => {
    expect(bodyOf({ responseFormat: 'json_object' }).response_format).toEqual({
      type: 'json_object',
    });
  });

  it.each([{}, { strict: true }, { strict: false }])('asks for a JSON schema with %j', (strict) => {
    const outputSchema = { name: 'triage', schema, ...strict };
    expect(bodyOf({ responseFormat: 'json_schema', outputSchema }).response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'triage', schema, ...strict },
    });
  });

  it('sends no schema where the answer is text', () => {
    expect(bodyOf({ outputSchema: { name: 'triage', schema } })).not.toHaveProperty('response_format');
  });

  it('needs the schema that it is to ask for', () => {
    expect(() => bodyOf({ responseFormat: 'json_schema' })).toThrow(
      expect.objectContaining({ scope: 'run' }),
    );
  });
});

describe('tools', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } } };

  it('defines them', () => {
    const tools = [
      { name: 'get_weather', description: 'The weather of a city', parameters: schema, strict: true },
      { name: 'get_time', parameters: {} },
    ];
    expect(bodyOf({ tools, toolChoice: 'auto' })).toMatchObject({
      tools: [
        { type: 'function', function: tools[0] },
        { type: 'function', function: tools[1] },
      ],
      tool_choice: 'auto',
    });
  });

  it.each<[ModelRequest['toolChoice'], unknown]>([
    ['required', 'required'],
    ['none', 'none'],
    [{ name: 'get_time' }, { type: 'function', function: { name: 'get_time' } }],
    [null, undefined],
  ])('chooses %j', (toolChoice, expected) =>
    expect(bodyOf({ tools: [{ name: 'get_time', parameters: {} }], toolChoice }).tool_choice).toEqual(
      expected,
    ),
  );

  it('sends none where there are none', () => {
    const body = bodyOf({});
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
  });

  it('carries calls and what the tools answered', () => {
    const body = bodyOf({ messages: toolConversation });
    expect(body.messages).toEqual([
      { role: 'user', content: 'How warm is it?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
          { id: 'c2', type: 'function', function: { name: 'get_weather', arguments: '{"city":' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c2', content: 'bad arguments' },
      { role: 'tool', tool_call_id: 'c1', content: '21 degrees' },
      { role: 'assistant', content: '21 degrees.' },
    ]);
  });

  it('keeps what was said beside a call', () => {
    const toolCalls = [{ id: 'c1', name: 'f', arguments: {} }];
    expect(
      bodyOf({ messages: [{ role: 'assistant', content: 'Let me see.', toolCalls }] }).messages[0],
    ).toMatchObject({ content: 'Let me see.', tool_calls: [{ id: 'c1' }] });
  });
});

describe('images', () => {
  const picture = 'data:image/png;base64,iVBORw0KGgo=';

  it('stand after the text', () => {
    const images = ['https://example.com/a.png', picture];
    expect(bodyOf({ messages: [{ role: 'user', content: 'What is this?', images }] }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'image_url', image_url: { url: picture } },
        ],
      },
    ]);
  });

  it('do without a text', () => {
    expect(
      bodyOf({ messages: [{ role: 'user', content: '', images: [picture] }] }).messages[0]?.content,
    ).toHaveLength(1);
  });

  it('leave a message without pictures as it is', () => {
    expect(bodyOf({ messages: [{ role: 'user', content: 'x', images: [] }] }).messages).toEqual([
      { role: 'user', content: 'x' },
    ]);
  });
});

it('sends no cache marks: the vendor caches by itself', () => {
  const messages: ModelRequest['messages'] = [{ role: 'system', content: 'Long', cache: true }];
  expect(JSON.stringify(bodyOf({ messages }))).not.toContain('cache');
});
