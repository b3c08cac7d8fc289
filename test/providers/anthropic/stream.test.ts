import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { modelReply } from '../../../src/providers/anthropic/response.ts';
import { collectMessage } from '../../../src/providers/anthropic/stream.ts';
import { fixture } from './fixture.ts';

const start: JsonObject = {
  type: 'message_start',
  message: {
    id: 'msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY',
    type: 'message',
    role: 'assistant',
    content: [],
    model: 'claude-sonnet-4-6',
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 25, cache_read_input_tokens: 100, output_tokens: 1 },
  },
};
const block = (index: number, content_block: JsonObject) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, part: JsonObject) => ({ type: 'content_block_delta', index, delta: part });
const text = (index: number, piece: string) => delta(index, { type: 'text_delta', text: piece });
const json = (index: number, piece: string) =>
  delta(index, { type: 'input_json_delta', partial_json: piece });
const end = (stop_reason: string): JsonObject[] => [
  {
    type: 'message_delta',
    delta: { stop_reason, stop_sequence: null },
    usage: { input_tokens: null, output_tokens: 89, output_tokens_details: { thinking_tokens: 40 } },
  },
  { type: 'message_stop' },
];

async function collect(events: JsonObject[]) {
  let seen = 0;
  const pieces: number[] = [];
  async function* stream() {
    for (const event of events) {
      seen += 1;
      yield event;
    }
  }
  const reply = await collectMessage(stream(), () => pieces.push(seen - 1));
  return { reply: modelReply(reply, 51), pieces };
}

const usage = { inputTokens: 125, outputTokens: 89, cachedInputTokens: 100, reasoningTokens: 40 };

describe('collectMessage', () => {
  it('joins pieces of text, and counts reasoning for no piece', async () => {
    const events = [
      start,
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      { type: 'ping' },
      delta(0, { type: 'thinking_delta', thinking: 'Hm.' }),
      delta(0, { type: 'signature_delta', signature: 'Eqo' }),
      { type: 'content_block_stop', index: 0 },
      block(1, { type: 'text', text: '', citations: null }),
      text(1, 'Hel'),
      text(1, 'lo'),
      { type: 'content_block_stop', index: 1 },
      ...end('end_turn'),
    ];
    const { reply, pieces } = await collect(events);
    expect(reply).toEqual({
      text: 'Hello',
      finishReason: 'stop',
      usage,
      latencyMs: 51,
      servedModel: 'claude-sonnet-4-6',
    });
    expect(pieces).toEqual([7, 8]);
  });

  it('joins the arguments of tool calls', async () => {
    const call = (id: string) => ({ type: 'tool_use', id, name: 'look', input: {} });
    const events = [
      start,
      block(0, call('a')),
      json(0, ''),
      json(0, '{"at"'),
      json(0, ':1}'),
      block(1, call('b')),
      block(2, call('c')),
      json(2, '{"at":'),
      ...end('tool_use'),
    ];
    const { reply, pieces } = await collect(events);
    expect(reply.toolCalls).toEqual([
      { id: 'a', name: 'look', arguments: { at: 1 } },
      { id: 'b', name: 'look', arguments: {} },
      { id: 'c', name: 'look', arguments: '{"at":' },
    ]);
    expect(pieces[0]).toBe(1);
  });

  it('takes a refusal and an empty answer for what they are', async () => {
    expect((await collect([start, ...end('refusal')])).reply).toMatchObject({
      text: '',
      finishReason: 'refusal',
      usage,
    });
  });

  it.each([[null], [undefined], [{}], [{ output_tokens: null }]])(
    'does not take the first count for the last: %j',
    async (usage) => {
      const [last, ...rest] = end('end_turn');
      const ended = usage === undefined ? { ...last, usage: null } : { ...last, usage };
      expect((await collect([start, ended, ...rest])).reply.usage).toBeNull();
    },
  );

  it.each([[[]], [[start]], [[start, block(0, { type: 'text', text: '' }), text(0, 'Hal')]]])(
    'does not take half an answer for one: %j',
    async (events) => {
      await expect(collect(events)).rejects.toMatchObject({ code: 'cut' });
    },
  );
});

it('reads the same from events as from one piece', async () => {
  const whole = fixture('tool-calls') as JsonObject;
  const blocks = Array.isArray(whole.content) ? whole.content.filter((part) => part !== null) : [];
  const events = blocks.flatMap((part, index): JsonObject[] => {
    const { text: written, input, ...rest } = part as JsonObject;
    return typeof written === 'string'
      ? [block(index, { ...rest, text: '' }), text(index, written)]
      : [block(index, { ...rest, input: {} }), json(index, JSON.stringify(input))];
  });
  const frame = { ...whole, content: [], stop_reason: null };
  const last = { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 80 } };
  const { reply } = await collect([
    { type: 'message_start', message: frame },
    ...events,
    last,
    { type: 'message_stop' },
  ]);
  expect(reply).toEqual(modelReply(whole, 51));
});
