import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import { type Answer, sendJson, startServer } from '../server.ts';
import { aRequest } from './a-request.ts';
import { errors, fixture } from './fixture.ts';

const open: { close?(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close?.();
});

async function start(answer: Answer) {
  const server = await startServer(answer);
  const provider = await createAnthropicProvider({
    name: 'anthropic',
    baseURL: server.url,
    apiKey: 'unused',
    stream: true,
    env: {},
  });
  open.push(server, provider);
  return { server, provider };
}

const ask = (provider: Provider, signal = new AbortController().signal) =>
  provider.complete(aRequest({ signal }));

const event = (data: { type: string; [key: string]: unknown }) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const frame = { ...fixture('text'), content: [], stop_reason: null };
const begin = event({ type: 'message_start', message: frame });
const piece = [
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } }),
].join('');
const rest = [
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } }),
  event({ type: 'content_block_stop', index: 0 }),
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } }),
  event({ type: 'message_stop' }),
].join('');
const head = { 'content-type': 'text/event-stream; charset=utf-8' };

it('tells the first piece of text from the last', async () => {
  const { server, provider } = await start(async (response) => {
    response.writeHead(200, head).write(begin + piece);
    await delay(20);
    response.end(rest);
  });
  const reply = await ask(provider);
  expect(reply).toMatchObject({
    text: 'Hello',
    finishReason: 'stop',
    usage: { inputTokens: 2095, outputTokens: 12 },
    servedModel: 'claude-sonnet-4-6',
  });
  expect(reply.firstTokenMs).toBeGreaterThan(0);
  expect(reply.firstTokenMs).toBeLessThan(reply.latencyMs ?? 0);
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ stream: true });
});

it('takes an answer that does not stream', async () => {
  const { provider } = await start((response) => sendJson(response, 200, fixture('text')));
  const reply = await ask(provider);
  expect(reply).toMatchObject({ text: '{"category": "billing"}' });
  expect(reply).not.toHaveProperty('firstTokenMs');
});

it.each<[string, Answer, string, string]>([
  ['a refusal', (response) => sendJson(response, 529, errors.overloaded?.[1]), 'server-error', 'attempt'],
  [
    'an error in the stream',
    (response) =>
      response
        .writeHead(200, head)
        .end(begin + piece + event({ type: 'error', ...Object(errors.overloaded?.[1]) })),
    'server-error',
    'attempt',
  ],
  [
    'an error in the stream, in words alone',
    (response) => response.writeHead(200, head).end(`${begin}event: error\ndata: overloaded\n\n`),
    'server-error',
    'attempt',
  ],
  [
    'an error under another name',
    (response) =>
      response
        .writeHead(200, head)
        .end(`${begin}event: message\ndata: {"type":"error","error":{"type":"rate_limit_error"}}\n\n`),
    'rate-limited',
    'attempt',
  ],
  [
    'an end without the end',
    (response) => response.writeHead(200, head).end(begin + piece),
    'cut-reply',
    'attempt',
  ],
  [
    'a connection that is hung up',
    (response) => response.writeHead(200, head).write(begin + piece, () => response.destroy()),
    'cut-reply',
    'attempt',
  ],
  [
    'no JSON',
    (response) => response.writeHead(200, head).end('event: message_start\ndata: {\n\n'),
    'bad-reply',
    'attempt',
  ],
])('names %s', async (_name, answer, code, scope) => {
  const { provider } = await start(answer);
  await expect(ask(provider)).rejects.toMatchObject({ code, scope });
});

const opened = (index: number | undefined, content_block: object) =>
  event({ type: 'content_block_start', index, content_block });
const added = (index: number | undefined, delta: object) =>
  event({ type: 'content_block_delta', index, delta });
const call = (id: string, input: unknown = {}) => ({ type: 'tool_use', id, name: 'look', input });
const ended = (usage: unknown = { output_tokens: 12 }) =>
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }) +
  event({ type: 'message_stop' });
const calls = [
  { id: 'a', name: 'look', arguments: { at: 1 } },
  { id: 'b', name: 'look', arguments: {} },
];

it.each<[string, string, object]>([
  [
    'blocks that all have one number',
    begin +
      opened(0, { type: 'text', text: 'Hel' }) +
      added(0, { type: 'text_delta', text: 'lo' }) +
      opened(0, call('a')) +
      added(0, { type: 'input_json_delta', partial_json: '{"at":1}' }) +
      opened(0, call('b')) +
      ended(),
    { text: 'Hello', toolCalls: calls },
  ],
  [
    'blocks without a number',
    begin +
      opened(undefined, { type: 'text', text: 'Hel' }) +
      added(undefined, { type: 'text_delta', text: 'lo' }) +
      opened(undefined, call('a', { at: 1 })) +
      opened(undefined, call('b', '')) +
      ended(),
    { text: 'Hello', toolCalls: calls },
  ],
  [
    'a text that nothing opened',
    begin +
      added(0, { type: 'text_delta', text: 'Hel' }) +
      added(0, { type: 'text_delta', text: 'lo' }) +
      ended(),
    { text: 'Hello', usage: { outputTokens: 12 } },
  ],
  [
    'a whole message in the first event',
    event({ type: 'message_start', message: { ...fixture('text'), stop_reason: null } }) + ended(),
    { text: '{"category": "billing"}', finishReason: 'stop' },
  ],
  ['arguments as text', begin + opened(0, call('a', '{"at":1}')) + ended(), { toolCalls: calls.slice(0, 1) }],
  ['no count at the end', begin + piece + ended(null), { text: 'Hel', usage: null }],
  [
    'an end without its last event',
    begin +
      piece +
      event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } }),
    { text: 'Hel', finishReason: 'stop', usage: { outputTokens: 12 } },
  ],
  ['no block at all', begin + ended(), { text: '', usage: { outputTokens: 12 } }],
])('reads %s', async (_name, text, expected) => {
  const { provider } = await start((response) => response.writeHead(200, head).end(text));
  expect(await ask(provider)).toMatchObject(expected);
});

it('hands the reason of an abort in the middle back', async () => {
  const controller = new AbortController();
  const reason = new Error('Ctrl-C');
  const { provider } = await start((response) => {
    response.writeHead(200, head).write(begin + piece, () => setTimeout(() => controller.abort(reason), 10));
  });
  await expect(ask(provider, controller.signal)).rejects.toBe(reason);
});
