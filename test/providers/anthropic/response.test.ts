import { describe, expect, it } from 'vitest';
import { modelReply } from '../../../src/providers/anthropic/response.ts';
import { fixture } from './fixture.ts';

const noCache = { cachedInputTokens: 0, cacheWriteTokens: 0 };

describe('documented replies', () => {
  it.each([
    [
      'text',
      {
        text: '{"category": "billing"}',
        finishReason: 'stop',
        usage: { inputTokens: 2095, outputTokens: 12, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-sonnet-4-6',
      },
    ],
    [
      'cached',
      {
        text: 'Billing.',
        finishReason: 'stop',
        usage: {
          inputTokens: 21 + 188 + 1800,
          outputTokens: 6,
          cachedInputTokens: 1800,
          cacheWriteTokens: 188,
          reasoningTokens: 0,
        },
        servedModel: 'claude-sonnet-4-6',
      },
    ],
    [
      'thinking',
      {
        text: 'Billing.',
        finishReason: 'stop',
        usage: { inputTokens: 64, outputTokens: 310, ...noCache, reasoningTokens: 297 },
        servedModel: 'claude-opus-4-8',
      },
    ],
    [
      'length',
      {
        text: 'The image shows a wooden',
        finishReason: 'length',
        usage: { inputTokens: 19, outputTokens: 5, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-haiku-4-5-20251001',
      },
    ],
    [
      'tool-call',
      {
        text: '{"name":"get_stock_price","arguments":{"ticker":"^GSPC"}}',
        finishReason: 'tool-calls',
        usage: { inputTokens: 472, outputTokens: 41, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-sonnet-4-6',
        toolCalls: [
          { id: 'toolu_01D7FLrfh4GYq7yT1ULFeyMV', name: 'get_stock_price', arguments: { ticker: '^GSPC' } },
        ],
      },
    ],
    [
      'tool-calls',
      {
        text: 'I will look up both.',
        finishReason: 'tool-calls',
        usage: { inputTokens: 500, outputTokens: 80, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-sonnet-4-6',
        toolCalls: [
          { id: 'toolu_01', name: 'get_weather', arguments: { city: 'Paris' } },
          { id: 'toolu_02', name: 'get_time', arguments: {} },
        ],
      },
    ],
    [
      'refusal',
      {
        text: 'This request could enable cyber harm.',
        finishReason: 'refusal',
        usage: { inputTokens: 81, outputTokens: 1, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-opus-4-8',
      },
    ],
    [
      'empty',
      {
        text: '',
        finishReason: 'stop',
        usage: { inputTokens: 30, outputTokens: 2, ...noCache, reasoningTokens: 0 },
        servedModel: 'claude-sonnet-4-6',
      },
    ],
  ])('%s', (name, expected) => expect(modelReply(fixture(name), 51)).toEqual({ ...expected, latencyMs: 51 }));
});

describe('bent replies', () => {
  const content = [{ type: 'text', text: 'x' }];

  it.each([
    ['model_context_window_exceeded', 'length'],
    ['pause_turn', 'other'],
    ['toString', 'other'],
    [null, 'other'],
    [undefined, 'other'],
  ])('reads the stop reason %s as %s', (stop_reason, expected) => {
    expect(modelReply({ content, stop_reason }, 1).finishReason).toBe(expected);
  });

  it.each([
    [undefined],
    [null],
    ['many'],
    [{}],
    [{ input_tokens: 5 }],
    [{ input_tokens: -1, output_tokens: 5 }],
    [{ input_tokens: '5', output_tokens: 5 }],
    [{ input_tokens: 0, output_tokens: 0 }],
  ])('takes the usage %j for none', (usage) => {
    expect(modelReply({ content, usage }, 1).usage).toBeNull();
  });

  it('does without a model, a latency and counts that are null', () => {
    const usage = { input_tokens: 3, output_tokens: 0, cache_read_input_tokens: null };
    expect(modelReply({ content, stop_reason: 'end_turn', usage }, null)).toEqual({
      text: 'x',
      finishReason: 'stop',
      usage: { inputTokens: 3, outputTokens: 0 },
      latencyMs: null,
      servedModel: null,
    });
  });

  it('writes several calls without a text as a list', () => {
    const calls = ['a', 'b'].map((name) => ({ type: 'tool_use', id: name, name, input: {} }));
    expect(modelReply({ content: calls }, 1).text).toBe(
      '[{"name":"a","arguments":{}},{"name":"b","arguments":{}}]',
    );
  });

  it.each([
    [{ type: 'thinking', thinking: 'Hm.' }],
    [{ type: 'redacted_thinking', data: 'x' }],
    [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }],
    [{ type: 'web_search_tool_result', tool_use_id: 's', content: [] }],
  ])('takes %j alone for an answer without text', (block) => {
    expect(modelReply({ content: [block] }, 1).text).toBe('');
  });

  it.each([
    [{}, 'attempt'],
    [{ content: 'x' }, 'attempt'],
    [{ content: 'x', usage: { input_tokens: 5 } }, 'trial'],
    [{ content: [{ type: 'text' }] }, 'trial'],
    [{ content: [{ type: 'image' }] }, 'trial'],
    [{ content: [{ type: 'tool_use', name: 'x' }] }, 'trial'],
    ['<html>', 'attempt'],
    [null, 'attempt'],
    [undefined, 'attempt'],
    [[], 'attempt'],
  ])('rejects %j, and what was paid for once and for all: %s', (body, scope) => {
    const code = scope === 'trial' ? 'unreadable-reply' : 'bad-reply';
    expect(() => modelReply(body, 1)).toThrow(expect.objectContaining({ code, scope }));
  });
});
