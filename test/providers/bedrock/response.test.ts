import { describe, expect, it } from 'vitest';
import { modelReply } from '../../../src/providers/bedrock/response.ts';
import { fixture } from './support.ts';

const song = (id: string, sign: string) => ({ id, name: 'top_song', arguments: { sign } });
const plain = { latencyMs: 51, servedModel: null };

describe('documented replies', () => {
  it.each([
    [
      'text',
      {
        text: '{"category": "billing"}',
        finishReason: 'stop',
        usage: { inputTokens: 125, outputTokens: 9 },
        ...plain,
      },
    ],
    [
      'cached',
      {
        text: 'billing',
        finishReason: 'stop',
        usage: {
          inputTokens: 12 + 2048 + 576,
          outputTokens: 4,
          cachedInputTokens: 2048,
          cacheWriteTokens: 576,
        },
        ...plain,
      },
    ],
    [
      'tool-call',
      {
        text: '{"name":"top_song","arguments":{"sign":"WZPZ"}}',
        finishReason: 'tool-calls',
        usage: { inputTokens: 390, outputTokens: 53 },
        toolCalls: [song('tooluse_kZJMlvQmRJ6eAyJE5GIl7Q', 'WZPZ')],
        ...plain,
      },
    ],
    [
      'text-and-tool-calls',
      {
        text: 'I look up both stations.',
        finishReason: 'tool-calls',
        usage: { inputTokens: 402, outputTokens: 97 },
        toolCalls: [song('tooluse_1', 'WZPZ'), song('tooluse_2', 'KEXP')],
        ...plain,
      },
    ],
    [
      'length',
      {
        text: 'The picture shows a wooden',
        finishReason: 'length',
        usage: { inputTokens: 21, outputTokens: 5 },
        ...plain,
      },
    ],
    [
      'guardrail',
      {
        text: 'Sorry, the model cannot answer this question.',
        finishReason: 'content-filter',
        usage: { inputTokens: 0, outputTokens: 0 },
        ...plain,
      },
    ],
    [
      'content-filter',
      { text: '', finishReason: 'content-filter', usage: { inputTokens: 48, outputTokens: 1 }, ...plain },
    ],
    [
      'refusal',
      {
        text: "I can't help with that.",
        finishReason: 'refusal',
        usage: { inputTokens: 33, outputTokens: 8 },
        ...plain,
      },
    ],
    [
      'prompt-router',
      {
        text: 'Paris',
        finishReason: 'stop',
        usage: { inputTokens: 14, outputTokens: 3 },
        latencyMs: 51,
        servedModel:
          'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0',
      },
    ],
  ])('%s', (name, expected) => expect(modelReply(fixture(name), 51)).toEqual(expected));
});

describe('bent replies', () => {
  const reply = (parts: object) => ({ output: { message: { content: [{ text: 'x' }] } }, ...parts });

  it.each([
    ['model_context_window_exceeded', 'length'],
    ['malformed_tool_use', 'other'],
    ['toString', 'other'],
    [undefined, 'other'],
  ])('reads the stop reason %s as %s', (stopReason, expected) =>
    expect(modelReply(reply({ stopReason }), 1).finishReason).toBe(expected),
  );

  it.each([
    [undefined],
    [{}],
    [{ inputTokens: 5 }],
    [{ inputTokens: -1, outputTokens: 5 }],
    [{ inputTokens: 0, outputTokens: 0, totalTokens: 0 }],
  ])('takes the usage %j for none', (usage) => expect(modelReply(reply({ usage }), 1).usage).toBeNull());

  it.each<[string, object[], object]>([
    ['text with its sources', [{ citationsContent: { content: [{ text: 'yes' }] } }], { text: 'yes' }],
    ['reasoning alone', [{ reasoningContent: { reasoningText: { text: 'hm' } } }], { text: '' }],
    ['nothing', [], { text: '' }],
    [
      'arguments as text',
      [{ toolUse: { toolUseId: 'c', name: 'f', input: '{"a":1}' } }],
      { toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 } }] },
    ],
  ])('reads %s', (_name, content, expected) => {
    expect(modelReply({ output: { message: { content } } }, 1)).toMatchObject(expected);
  });

  it('passes over blocks that it does not know', () => {
    const content = [{ text: 'a' }, { $unknown: ['video', {}] }, null, { text: 'b' }];
    expect(modelReply({ output: { message: { content } } }, 1).text).toBe('ab');
  });

  it.each([
    [null, 'attempt'],
    [[], 'attempt'],
    [{}, 'attempt'],
    [{ output: {} }, 'attempt'],
    [{ output: {}, usage: { inputTokens: 5 } }, 'trial'],
    [{ output: { message: { content: 'x' } } }, 'trial'],
    [{ output: { message: { content: [{ $unknown: ['video', {}] }] } } }, 'trial'],
    [{ output: { message: { content: [{ image: { format: 'png' } }] } } }, 'trial'],
  ])('rejects %j, and what was paid for once and for all: %s', (body, scope) => {
    const code = scope === 'trial' ? 'unreadable-reply' : 'bad-reply';
    expect(() => modelReply(body, 1)).toThrow(expect.objectContaining({ code, scope }));
  });
});
