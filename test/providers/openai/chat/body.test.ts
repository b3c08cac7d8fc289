import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { ModelRequest } from '../../../src/core/provider.ts';
import { chatBody } from '../../../src/providers/openai/request.ts';

function request(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Hello' }],
    parameters: {},
    responseFormat: 'text',
    outputSchema: null,
    tools: [],
    toolChoice: null,
    signal: new AbortController().signal,
    ...parts,
  };
}

const withParameters = (parameters: JsonObject, isOfficial = false) => {
  const { model: _model, messages: _messages, ...rest } = chatBody(request({ parameters }), isOfficial);
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
    expect(chatBody(request({ messages }), true)).toEqual({ model: 'gpt-4.1-mini', messages });
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
    ['max_tokens', 300, /modelParameters\.max_tokens is not known.*"maxTokens"/],
    ['constructor', 1, /modelParameters\.constructor is not known/],
    ['temperature', 'hot', /modelParameters\.temperature is "hot"; expected a number/],
    ['stop', [1], /modelParameters\.stop is \[1\]; expected a text or a list of texts/],
    ['reasoningEffort', 'huge', /modelParameters\.reasoningEffort is "huge"; expected one of none, minimal/],
  ])('refuses %s: %j for the whole run', (name, value, message) => {
    const send = () => withParameters({ [name]: value });
    expect(send).toThrow(message);
    expect(send).toThrow(expect.objectContaining({ code: 'bad-parameter', scope: 'run' }));
  });
});

describe('response formats', () => {
  const schema = { type: 'object', required: ['category'] };

  it('asks for a JSON object', () => {
    expect(chatBody(request({ responseFormat: 'json_object' }), true).response_format).toEqual({
      type: 'json_object',
    });
  });

  it.each([{}, { strict: true }, { strict: false }])('asks for a JSON schema with %j', (strict) => {
    const outputSchema = { name: 'triage', schema, ...strict };
    expect(chatBody(request({ responseFormat: 'json_schema', outputSchema }), true).response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'triage', schema, ...strict },
    });
  });

  it('sends no schema where the answer is text', () => {
    expect(chatBody(request({ outputSchema: { name: 'triage', schema } }), true)).not.toHaveProperty(
      'response_format',
    );
  });

  it('needs the schema that it is to ask for', () => {
    expect(() => chatBody(request({ responseFormat: 'json_schema' }), true)).toThrow(
      expect.objectContaining({ scope: 'run' }),
    );
  });
});

it('refuses a tool turn for that trial alone', () => {
  const messages: ModelRequest['messages'] = [{ role: 'tool', content: '21 degrees' }];
  expect(() => chatBody(request({ messages }), true)).toThrow(
    expect.objectContaining({ code: 'unsupported', scope: 'trial' }),
  );
});
