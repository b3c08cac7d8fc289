import { describe, expect, it } from 'vitest';
import { responsesReply } from '../../../../src/providers/openai/responses/reply.ts';
import { fixture } from '../fixture.ts';

describe('documented replies', () => {
  it.each([
    [
      'text',
      {
        text: '{"category": "billing"}',
        finishReason: 'stop',
        usage: { inputTokens: 2006, outputTokens: 300, cachedInputTokens: 1920, reasoningTokens: 192 },
        servedModel: 'o4-mini-2025-04-16',
      },
    ],
    [
      'tool-calls',
      {
        text: '[{"name":"get_current_weather","arguments":{"location":"Boston, MA","unit":"celsius"}},{"name":"get_time","arguments":{}}]',
        toolCalls: [
          {
            id: 'call_unLAR8MvFNptuiZK6K6HCy5k',
            name: 'get_current_weather',
            arguments: { location: 'Boston, MA', unit: 'celsius' },
          },
          { id: 'call_2', name: 'get_time', arguments: {} },
        ],
        finishReason: 'tool-calls',
        usage: { inputTokens: 291, outputTokens: 23, cachedInputTokens: 0, reasoningTokens: 0 },
        servedModel: 'gpt-4.1-2025-04-14',
      },
    ],
    [
      'refusal',
      {
        text: "I'm sorry, I cannot assist with that request.",
        finishReason: 'refusal',
        usage: { inputTokens: 81, outputTokens: 11, cachedInputTokens: 0, reasoningTokens: 0 },
        servedModel: 'gpt-4o-2024-08-06',
      },
    ],
    [
      'length',
      {
        text: '',
        finishReason: 'length',
        usage: { inputTokens: 36, outputTokens: 16, cachedInputTokens: 0, reasoningTokens: 16 },
        servedModel: 'o4-mini-2025-04-16',
      },
    ],
    [
      'content-filter',
      {
        text: 'The first',
        finishReason: 'content-filter',
        usage: null,
        servedModel: 'gpt-4.1-2025-04-14',
      },
    ],
  ])('%s', (name, expected) => {
    expect(responsesReply(fixture(`responses/${name}`), 51)).toEqual({ ...expected, latencyMs: 51 });
  });
});

describe('bent replies', () => {
  const message = (...content: object[]) => ({ type: 'message', content });
  const text = (words: string) => ({ type: 'output_text', text: words });

  it('puts the pieces of a text together', () => {
    const output = [message(text('a'), text('b')), { type: 'unheard_of' }, message(text('c'))];
    expect(responsesReply({ status: 'completed', output }, null)).toEqual({
      text: 'abc',
      finishReason: 'stop',
      usage: null,
      latencyMs: null,
      servedModel: null,
    });
  });

  it.each([
    [[], ''],
    [[message()], ''],
    [[{ type: 'message' }], ''],
    [[message({ type: 'reasoning', text: 'hm' })], ''],
    [[null, 'x'], ''],
    [[{ type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] }], ''],
    [[{ type: 'message', content: 'yes' }], 'yes'],
    [[{ role: 'assistant', content: [text('yes')] }], 'yes'],
    [[message({ type: 'text', text: 'yes' })], 'yes'],
    [[message(text('y'), { type: 'unheard_of' }, text('es'))], 'yes'],
  ])('reads the text of %j', (output, expected) => {
    expect(responsesReply({ status: 'completed', output }, 1)).toMatchObject({
      text: expected,
      finishReason: 'stop',
    });
  });

  it.each([
    [{ status: 'incomplete' }],
    [{ status: 'incomplete', incomplete_details: { reason: 'tired' } }],
    [{ status: 'queued' }],
    [{}],
  ])('knows no reason for the end in %j', (parts) => {
    expect(responsesReply({ output: [], ...parts }, 1).finishReason).toBe('other');
  });

  it('reads a call that holds its arguments as an object', () => {
    const output = [{ type: 'function_call', call_id: 'c', name: 'f', arguments: { a: 1 } }];
    expect(responsesReply({ status: 'completed', output }, 1).toolCalls).toEqual([
      { id: 'c', name: 'f', arguments: { a: 1 } },
    ]);
  });

  it.each([
    [{}, 'bad-reply', 'attempt'],
    [{ output: 'x' }, 'bad-reply', 'attempt'],
    ['<html>', 'bad-reply', 'attempt'],
    [null, 'bad-reply', 'attempt'],
    [undefined, 'bad-reply', 'attempt'],
    [[], 'bad-reply', 'attempt'],
    [{ output: null, usage: { input_tokens: 5 } }, 'unreadable-reply', 'trial'],
    [{ output: [message({ type: 'output_text' })] }, 'unreadable-reply', 'trial'],
    [{ output: [message({ type: 'output_audio' })] }, 'unreadable-reply', 'trial'],
    [{ output: [{ type: 'image_generation_call', result: 'x' }] }, 'unreadable-reply', 'trial'],
    [{ output: [{ type: 'custom_tool_call', name: 'f', input: 'x' }] }, 'unreadable-reply', 'trial'],
  ])('rejects %j as %s, %s', (body, code, scope) => {
    expect(() => responsesReply(body, 1)).toThrow(expect.objectContaining({ code, scope }));
  });
});
