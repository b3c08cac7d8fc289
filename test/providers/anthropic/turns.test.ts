import { describe, expect, it } from 'vitest';
import type { Message, ToolCall } from '../../../src/core/prompt.ts';
import { conversationOf } from '../../../src/providers/anthropic/turns.ts';

const user = (content: string, parts: Partial<Message> = {}): Message => ({
  role: 'user',
  content,
  ...parts,
});
const system = (content: string, parts: Partial<Message> = {}): Message => ({
  role: 'system',
  content,
  ...parts,
});
const tool = (content: string, parts: Partial<Message> = {}): Message => ({
  role: 'tool',
  content,
  ...parts,
});
const calling = (content: string, ...ids: string[]): Message => ({
  role: 'assistant',
  content,
  toolCalls: ids.map((id): ToolCall => ({ id, name: 'look', arguments: { at: id } })),
});
const use = (id: string) => ({ type: 'tool_use', id, name: 'look', input: { at: id } });
const result = (id: string, content: unknown) => ({ type: 'tool_result', tool_use_id: id, content });
const text = (content: string) => ({ type: 'text', text: content });
const ephemeral = { cache_control: { type: 'ephemeral' } };
const turns = (...messages: Message[]) => conversationOf(messages).messages;

describe('system messages', () => {
  it('are blocks, each its own', () => {
    expect(conversationOf([system('A'), system(''), system('B', { cache: true }), user('Hi')])).toEqual({
      system: [text('A'), { ...text('B'), ...ephemeral }],
      messages: [{ role: 'user', content: 'Hi' }],
    });
  });

  it('keep their place after the first turn', () => {
    expect(turns(user('Hi'), system('Be brief.'), user('Go on'))).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'system', content: [text('Be brief.')] },
      { role: 'user', content: 'Go on' },
    ]);
  });

  it.each([[[]], [[system('A')]]])('can not stand alone: %j', (messages) => {
    expect(() => conversationOf(messages)).toThrow(
      expect.objectContaining({ code: 'unsupported', scope: 'run' }),
    );
  });
});

describe('turns', () => {
  it('pass as they are, of one role in a row too', () => {
    const messages = [user('One'), user('Two'), { role: 'assistant', content: 'Three' } as const];
    expect(turns(...messages)).toEqual(messages);
  });

  it('put images after the text', () => {
    const images = ['https://example.com/a.png', 'data:image/webp;base64,UklGRg=='];
    const blocks = [
      { type: 'image', source: { type: 'url', url: images[0] } },
      { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklGRg==' } },
    ];
    expect(turns(user('What is it?', { images }))).toEqual([
      { role: 'user', content: [text('What is it?'), ...blocks] },
    ]);
    expect(turns(user('', { images }))).toEqual([{ role: 'user', content: blocks }]);
  });

  it.each(['http://example.com/a.png', 'data:image/tiff;base64,AA==', 'data:image/png,AA', 'a.png'])(
    'refuse the image %s for that trial alone',
    (url) => {
      expect(() => turns(user('', { images: [url] }))).toThrow(
        expect.objectContaining({ code: 'unsupported', scope: 'trial' }),
      );
    },
  );

  it('mark the last block of a message for the cache', () => {
    const images = ['https://example.com/a.png'];
    const image = { type: 'image', source: { type: 'url', url: images[0] } };
    const asked = user('See', { images, cache: true });
    const called: Message = { ...calling('', 'x'), cache: true };
    expect(turns(user('A', { cache: true }), asked, called, tool('7', { cache: true }))).toEqual([
      { role: 'user', content: [{ ...text('A'), ...ephemeral }] },
      { role: 'user', content: [text('See'), { ...image, ...ephemeral }] },
      { role: 'assistant', content: [{ ...use('x'), ...ephemeral }] },
      { role: 'user', content: [{ ...result('x', '7'), ...ephemeral }] },
    ]);
  });
});

describe('tool turns', () => {
  it('stand together in one user message', () => {
    const messages = [
      user('Both?'),
      calling('I look.', 'x', 'y'),
      tool('7', { toolCallId: 'x' }),
      tool('8', { toolCallId: 'y' }),
      user('And?'),
    ];
    expect(turns(...messages)).toEqual([
      { role: 'user', content: 'Both?' },
      { role: 'assistant', content: [text('I look.'), use('x'), use('y')] },
      { role: 'user', content: [result('x', '7'), result('y', '8')] },
      { role: 'user', content: 'And?' },
    ]);
  });

  it('answer the next call where they name none', () => {
    const answers = [tool('8', { toolCallId: 'y' }), tool('7'), tool('9')];
    const [, , results] = turns(user('?'), calling('', 'x', 'y', 'z'), ...answers);
    expect(results).toEqual({
      role: 'user',
      content: [result('y', '8'), result('x', '7'), result('z', '9')],
    });
  });

  it('may hold images', () => {
    const images = ['https://example.com/a.png'];
    const [, , results] = turns(user('?'), calling('', 'x'), tool('See', { images }));
    const blocks = [text('See'), { type: 'image', source: { type: 'url', url: images[0] } }];
    expect(results).toEqual({ role: 'user', content: [result('x', blocks)] });
  });

  it.each([
    ['no call', [user('?'), tool('7')]],
    ['too few calls', [user('?'), calling('', 'x'), tool('7'), tool('8')]],
    ['another turn between', [user('?'), calling('', 'x'), user('!'), tool('7')]],
  ])('need a call: %s', (_name, messages) => {
    expect(() => turns(...messages)).toThrow(
      expect.objectContaining({ code: 'unsupported', scope: 'trial' }),
    );
  });
});
