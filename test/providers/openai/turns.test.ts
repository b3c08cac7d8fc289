import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/prompt.ts';
import { turnsOf } from '../../../src/providers/openai/turns.ts';

const call = (id: string) => ({ id, name: 'f', arguments: {} });

describe('turnsOf', () => {
  it.each<[string, Message[], (string | undefined)[]]>([
    [
      'in order',
      [
        { role: 'assistant', content: '', toolCalls: [call('a'), call('b')] },
        { role: 'tool', content: '1' },
        { role: 'tool', content: '2' },
      ],
      [undefined, 'a', 'b'],
    ],
    [
      'beside those that are named',
      [
        { role: 'assistant', content: '', toolCalls: [call('a'), call('b')] },
        { role: 'tool', content: '1', toolCallId: 'a' },
        { role: 'tool', content: '2' },
      ],
      [undefined, 'a', 'b'],
    ],
    ['as it says, whatever came before', [{ role: 'tool', content: '1', toolCallId: 'x' }], ['x']],
  ])('gives tool turns their calls %s', (_name, messages, ids) => {
    expect(turnsOf(messages).map((turn) => turn.toolCallId)).toEqual(ids);
  });

  it.each<[string, Message[], RegExp]>([
    ['answers nothing', [{ role: 'tool', content: '21 degrees' }], /no toolCallId/],
    [
      'comes after another turn',
      [
        { role: 'assistant', content: '', toolCalls: [call('a')] },
        { role: 'assistant', content: 'Well.' },
        { role: 'tool', content: '1' },
      ],
      /no toolCallId/,
    ],
    [
      'answers more than was called',
      [
        { role: 'assistant', content: '', toolCalls: [call('a')] },
        { role: 'tool', content: '1' },
        { role: 'tool', content: '2' },
      ],
      /no toolCallId/,
    ],
    [
      'has a picture',
      [{ role: 'tool', content: '', toolCallId: 'a', images: ['https://x/y.png'] }],
      /user messages/,
    ],
    [
      'is a system turn with one',
      [{ role: 'system', content: '', images: ['https://x/y.png'] }],
      /role system/,
    ],
  ])('refuses a turn that %s, for that trial alone', (_name, messages, message) => {
    expect(() => turnsOf(messages)).toThrow(message);
    expect(() => turnsOf(messages)).toThrow(expect.objectContaining({ code: 'unsupported', scope: 'trial' }));
  });
});
