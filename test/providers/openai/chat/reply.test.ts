import { describe, expect, it } from 'vitest';
import { chatReply } from '../../../../src/providers/openai/chat/reply.ts';
import { fixture } from '../fixture.ts';

describe('documented replies', () => {
  it.each([
    [
      'text',
      {
        text: '{"category": "billing"}',
        finishReason: 'stop',
        usage: { inputTokens: 2006, outputTokens: 300, cachedInputTokens: 1920, reasoningTokens: 192 },
        latencyMs: 51,
        servedModel: 'gpt-4.1-mini-2025-04-14',
      },
    ],
    [
      'length',
      {
        text: 'The image shows a wooden',
        finishReason: 'length',
        usage: { inputTokens: 19, outputTokens: 5 },
        latencyMs: 51,
        servedModel: 'gpt-4.1-mini-2025-04-14',
      },
    ],
    [
      'refusal',
      {
        text: "I'm sorry, I cannot assist with that request.",
        finishReason: 'refusal',
        usage: { inputTokens: 81, outputTokens: 11 },
        latencyMs: 51,
        servedModel: 'gpt-4o-2024-08-06',
      },
    ],
    [
      'tool-call',
      {
        text: '{"name":"get_current_weather","arguments":{"location":"Boston, MA"}}',
        toolCalls: [
          { id: 'call_abc123', name: 'get_current_weather', arguments: { location: 'Boston, MA' } },
        ],
        finishReason: 'tool-calls',
        usage: { inputTokens: 82, outputTokens: 17, reasoningTokens: 0 },
        latencyMs: 51,
        servedModel: 'gpt-4o-mini-2024-07-18',
      },
    ],
    [
      'content-filter',
      {
        text: '',
        finishReason: 'content-filter',
        usage: { inputTokens: 40, outputTokens: 1 },
        latencyMs: 51,
        servedModel: 'gpt-4o-2024-08-06',
      },
    ],
    [
      'two-tool-calls',
      {
        text: 'Let me look at both.',
        toolCalls: [
          { id: 'call_12345xyz', name: 'get_weather', arguments: { location: 'Paris, France' } },
          { id: 'call_67890abc', name: 'get_weather', arguments: '{"location":"Bogot' },
        ],
        finishReason: 'length',
        usage: { inputTokens: 120, outputTokens: 40 },
        latencyMs: 51,
        servedModel: 'gpt-4o-2024-08-06',
      },
    ],
    [
      'azure/answer-filtered',
      {
        text: '',
        finishReason: 'content-filter',
        usage: { inputTokens: 31, outputTokens: 12 },
        latencyMs: 51,
        servedModel: 'gpt-4o-2024-08-06',
      },
    ],
  ])('%s', (name, expected) => expect(chatReply(fixture(name), 51)).toEqual(expected));
});

describe('bent replies', () => {
  const reply = (choice: object, rest: object = {}) => ({ choices: [choice], ...rest });
  const message = { content: 'x' };

  it.each([
    ['function_call', 'tool-calls'],
    ['eos', 'other'],
    ['toString', 'other'],
    [null, 'other'],
    [undefined, 'other'],
  ])('reads the finish reason %s as %s', (finish_reason, expected) => {
    expect(chatReply(reply({ message, finish_reason }), 1).finishReason).toBe(expected);
  });

  it.each([
    [undefined],
    [null],
    ['many'],
    [{}],
    [{ prompt_tokens: 5 }],
    [{ prompt_tokens: -1, completion_tokens: 5 }],
    [{ prompt_tokens: '5', completion_tokens: 5 }],
    [{ prompt_tokens: 0, completion_tokens: 0 }],
  ])('takes the usage %j for none', (usage) => {
    expect(chatReply(reply({ message, finish_reason: 'stop' }, { usage }), 1).usage).toBeNull();
  });

  it.each<[string, object, object]>([
    ['DeepSeek', { prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }, { cachedInputTokens: 64 }],
    ['Moonshot', { cached_tokens: 64 }, { cachedInputTokens: 64 }],
    [
      'xAI, whose output is without reasoning',
      { total_tokens: 150, completion_tokens_details: { reasoning_tokens: 40 } },
      { outputTokens: 50, reasoningTokens: 40 },
    ],
    [
      'a total that fits',
      { total_tokens: 110, completion_tokens_details: { reasoning_tokens: 4 } },
      { reasoningTokens: 4 },
    ],
    [
      'a total of something else',
      { total_tokens: 150, completion_tokens_details: { reasoning_tokens: 4 } },
      { reasoningTokens: 4 },
    ],
    ['a total that is too small', { total_tokens: 5 }, {}],
    ['a total that is none', { total_tokens: '150' }, {}],
    ['a total that is larger by nothing that is named', { total_tokens: 150 }, {}],
  ])('reads the usage of %s', (_name, counts, expected) => {
    const usage = { prompt_tokens: 100, completion_tokens: 10, ...counts };
    expect(chatReply(reply({ message, finish_reason: 'stop' }, { usage }), 1).usage).toEqual({
      inputTokens: 100,
      outputTokens: 10,
      ...expected,
    });
  });

  it('does without a model, a latency and details that are null', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 0, prompt_tokens_details: null };
    expect(chatReply(reply({ message, finish_reason: 'stop' }, { usage }), null)).toEqual({
      text: 'x',
      finishReason: 'stop',
      usage: { inputTokens: 3, outputTokens: 0 },
      latencyMs: null,
      servedModel: null,
    });
  });

  it.each([
    [{ choices: [] }, 'empty-reply', 'trial'],
    [{ choices: null, usage: { prompt_tokens: 5 } }, 'empty-reply', 'trial'],
    [{ choices: [{ finish_reason: 'stop' }] }, 'empty-reply', 'trial'],
    [{ choices: [{ message: null }] }, 'empty-reply', 'trial'],
    [{ choices: [{ message: 'billing' }] }, 'unreadable-reply', 'trial'],
    [{ choices: [{ message: ['billing'] }] }, 'unreadable-reply', 'trial'],
    [{ choices: ['billing'] }, 'unreadable-reply', 'trial'],
    [{ choices: [null] }, 'unreadable-reply', 'trial'],
    [{ choices: [{ message: { content: [{ type: 'text' }] } }] }, 'unreadable-reply', 'trial'],
    [{ choices: [{ message: { content: [{ type: 'image_url' }] } }] }, 'unreadable-reply', 'trial'],
    [{ choices: [{ message: { content: { category: 'billing' } } }] }, 'unreadable-reply', 'trial'],
    [{ choices: [{ message: { content: 5 } }] }, 'unreadable-reply', 'trial'],
    [{ choices: null }, 'bad-reply', 'attempt'],
    [{ choices: 'x' }, 'bad-reply', 'attempt'],
    [{}, 'bad-reply', 'attempt'],
    ['<html>', 'bad-reply', 'attempt'],
    [null, 'bad-reply', 'attempt'],
    [undefined, 'bad-reply', 'attempt'],
    [[], 'bad-reply', 'attempt'],
  ])('rejects %j as %s, %s', (body, code, scope) => {
    expect(() => chatReply(body, 1)).toThrow(expect.objectContaining({ code, scope }));
  });

  it.each([
    [{ choices: [] }, /no choice$/],
    [{ choices: [{ finish_reason: 'stop' }] }, /a choice that has no message$/],
    [{ choices: [{ message: 'billing' }] }, /the message of the choice is no object$/],
    [{ choices: ['billing'] }, /the choice is no object$/],
  ])('says of %j what is missing', (body, message) => {
    expect(() => chatReply(body, 1)).toThrow(message);
  });

  it.each([
    ['stop', 'tool-calls'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
  ])('takes an answer that calls a tool and ends with %s for %s', (finish_reason, expected) => {
    const tool_calls = [{ id: 'c', function: { name: 'f', arguments: '{}' } }];
    expect(chatReply(reply({ message: { tool_calls }, finish_reason }), 1).finishReason).toBe(expected);
  });

  it('reads tool calls that are bent', () => {
    const tool_calls = [
      { function: { name: 'f', arguments: '' } },
      { function: { name: 'g' } },
      { function: { name: 'h', arguments: { a: 1 } } },
      null,
      {},
    ];
    const { text, toolCalls } = chatReply(reply({ message: { content: '', tool_calls } }), 1);
    expect(toolCalls).toEqual([
      { id: '', name: 'f', arguments: {} },
      { id: '', name: 'g', arguments: {} },
      { id: '', name: 'h', arguments: { a: 1 } },
    ]);
    expect(JSON.parse(text)).toEqual([
      { name: 'f', arguments: {} },
      { name: 'g', arguments: {} },
      { name: 'h', arguments: { a: 1 } },
    ]);
  });

  it('reads the only call of an older server', () => {
    const function_call = { name: 'f', arguments: '{"a":1}' };
    expect(
      chatReply(reply({ message: { content: null, function_call }, finish_reason: 'function_call' }), 1),
    ).toMatchObject({
      finishReason: 'tool-calls',
      toolCalls: [{ id: '', name: 'f', arguments: { a: 1 } }],
    });
  });

  it('reads a refusal among the parts', () => {
    const content = [{ type: 'refusal', refusal: 'No.' }];
    expect(chatReply(reply({ message: { content } }), 1)).toMatchObject({
      text: 'No.',
      finishReason: 'refusal',
    });
  });

  const yes = { type: 'text', text: 'yes' };
  const thought = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] };
  it.each<[unknown, string]>([
    [[yes], 'yes'],
    [[thought, yes, { type: 'reference', reference_ids: [1] }, yes], 'yesyes'],
    [
      [
        { type: 'reasoning', text: 'hm' },
        { type: 'output_text', text: 'yes' },
      ],
      'yes',
    ],
    [[yes, { type: 'image_url', image_url: 'x' }], 'yes'],
    [['y', { text: 'es' }], 'yes'],
    [yes, 'yes'],
    [[thought], ''],
    [[], ''],
  ])('reads the content %j as %j', (content, expected) => {
    expect(chatReply(reply({ message: { content } }), 1).text).toBe(expected);
  });
});
