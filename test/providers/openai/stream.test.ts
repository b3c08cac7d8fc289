import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askStreaming } from '../../../src/providers/openai/ask.ts';
import { chatCompletions } from '../../../src/providers/openai/chat/protocol.ts';
import { openAIClient } from '../../../src/providers/openai/client.ts';
import { type OpenAIOptions, openAISettings } from '../../../src/providers/openai/settings.ts';
import { createTransport } from '../../../src/providers/transport.ts';
import { type Answer, sendJson, startServer } from '../server.ts';
import { fixture, fixtureText } from './fixture.ts';
import { request } from './request.ts';
import { apiKey, ask, failureOf, startOpenAI } from './start.ts';

const start = (answer: Answer, options: Partial<OpenAIOptions> = {}) =>
  startOpenAI(answer, { stream: true, ...options });

const events = { 'content-type': 'text/event-stream' };

/** Sends a stream byte by byte where that is wanted: pieces end anywhere, in the middle of a letter too. */
function sendEvents(response: ServerResponse, text: string, pieceLength = Infinity): void {
  const bytes = Buffer.from(text);
  response.writeHead(200, events);
  for (let at = 0; at < bytes.length; at += pieceLength) response.write(bytes.subarray(at, at + pieceLength));
  response.end();
}

describe('Chat Completions', () => {
  it.each([Infinity, 7, 1])(
    'puts an answer together that comes in pieces of %d bytes',
    async (pieceLength) => {
      const { server, provider } = await start((response) =>
        sendEvents(response, fixtureText('text.sse'), pieceLength),
      );
      const reply = await ask(provider);
      expect(reply).toEqual({
        text: 'Grüß dich',
        finishReason: 'stop',
        usage: { inputTokens: 19, outputTokens: 10, cachedInputTokens: 4, reasoningTokens: 3 },
        servedModel: 'gpt-4o-mini',
        latencyMs: expect.any(Number),
        lagMs: expect.any(Number),
        firstTokenMs: expect.any(Number),
      });
      expect(reply.firstTokenMs).toBeGreaterThan(0);
      expect(reply.latencyMs).toBeGreaterThanOrEqual(reply.firstTokenMs ?? Infinity);
      expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
        stream: true,
        stream_options: { include_usage: true },
      });
    },
  );

  it('puts tool calls together', async () => {
    const { provider } = await start((response) => sendEvents(response, fixtureText('tool-calls.sse')));
    expect(await ask(provider)).toMatchObject({
      text: '[{"name":"get_weather","arguments":{"city":"Paris"}},{"name":"get_time","arguments":{}}]',
      finishReason: 'tool-calls',
      toolCalls: [
        { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris' } },
        { id: 'call_b', name: 'get_time', arguments: {} },
      ],
      usage: null,
      firstTokenMs: expect.any(Number),
    });
  });

  it('measures the first piece of the answer, not of the stream and not of the rest', async () => {
    let clock = 0;
    const [role, first, ...rest] = fixtureText('text.sse').split('\n\n');
    const server = await startServer(async (response) => {
      response.writeHead(200, events);
      for (const [at, text] of [
        [100, role],
        [200, first],
        [900, rest.join('\n\n')],
      ] as const) {
        clock = at;
        response.write(`${text}\n\n`);
        await wait(15);
      }
      response.end();
    });
    const transport = createTransport({ concurrency: 1, now: () => clock });
    onTestFinished(async () => {
      transport.close();
      await server.close();
    });
    const settings = openAISettings({ name: 'openai', baseURL: server.url, apiKey, stream: true, env: {} });
    const fields = chatCompletions.fields(false);
    const asked = request();
    const target = { provider: 'openai', baseURL: server.url, model: asked.model, keyPlace: 'KEY' };
    const reply = await askStreaming({
      client: await openAIClient(settings, transport),
      transport,
      protocol: chatCompletions,
      body: chatCompletions.body(asked, fields),
      request: asked,
      context: { target, path: chatCompletions.path, apiKey, signal: asked.signal, parameters: {}, fields },
    });
    expect(reply).toMatchObject({ text: 'Grüß dich', firstTokenMs: 200, latencyMs: 900 });
  });

  it('reads a refusal', async () => {
    const chunk = (choice: object) => `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
    const text =
      chunk({ delta: { refusal: 'I can' } }) +
      chunk({ delta: { refusal: 'not.' } }) +
      chunk({ delta: {}, finish_reason: 'stop' });
    const { provider } = await start((response) => sendEvents(response, text));
    expect(await ask(provider)).toMatchObject({ text: 'I cannot.', finishReason: 'refusal' });
  });

  const chunk = (choice: object, rest: object = {}) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }], ...rest })}\n\n`;
  const stopped = (finish_reason = 'stop') => chunk({ delta: {}, finish_reason });
  const called = (...tool_calls: object[]) => chunk({ delta: { tool_calls } });
  const look = { name: 'look', arguments: '{"a":1}' };
  const list = { name: 'list', arguments: '{}' };
  const both = [
    { id: 'a', name: 'look', arguments: { a: 1 } },
    { id: 'b', name: 'list', arguments: {} },
  ];
  const unnamed = both.map((call) => ({ ...call, id: '' }));
  it.each<[string, string, object]>([
    [
      'parts of text',
      chunk({ delta: { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] } }) +
        chunk({ delta: { content: [{ type: 'text', text: 'ye' }] } }) +
        chunk({ delta: { content: 's' } }) +
        stopped(),
      { text: 'yes', finishReason: 'stop', firstTokenMs: expect.any(Number) },
    ],
    [
      'whole calls that are all numbered 0',
      called({ index: 0, id: 'a', function: look }) +
        called({ index: 0, id: 'b', function: list }) +
        stopped('tool_calls'),
      { toolCalls: both },
    ],
    [
      'whole calls without numbers',
      called({ id: 'a', function: look }, { id: 'b', function: list }) + stopped('tool_calls'),
      { toolCalls: both },
    ],
    [
      'whole calls without ids, all numbered 0',
      called({ index: 0, function: look }) + called({ index: 0, function: list }) + stopped('tool_calls'),
      { toolCalls: unnamed },
    ],
    [
      'pieces that repeat id and name',
      called({ index: 0, id: 'a', function: { name: 'look', arguments: '{"a"' } }) +
        called({ index: 0, id: 'a', function: { name: 'look', arguments: ':1}' } }) +
        called({ index: 1, id: 'b', function: list }) +
        stopped('tool_calls'),
      { toolCalls: both },
    ],
    [
      'pieces without numbers, and with ids of their own',
      called({ id: 'a', function: { name: 'look', arguments: '{"a"' } }) +
        called({ id: 'z', function: { arguments: ':1}' } }) +
        called({ id: 'b', function: list }) +
        stopped('tool_calls'),
      { toolCalls: both },
    ],
    [
      'calls in another order than they are numbered',
      called({ index: 1, id: 'b', function: list }) +
        called({ index: 0, id: 'a', function: look }) +
        stopped('tool_calls'),
      { toolCalls: both },
    ],
    [
      'arguments as an object',
      called({ index: 0, id: 'a', function: { name: 'look', arguments: { a: 1 } } }) + stopped('tool_calls'),
      { toolCalls: both.slice(0, 1) },
    ],
    [
      'the only call of an older server',
      chunk({ delta: { function_call: { name: 'look', arguments: '' } } }) +
        chunk({ delta: { function_call: { arguments: '{"a":1}' } } }) +
        stopped('function_call'),
      { toolCalls: unnamed.slice(0, 1), finishReason: 'tool-calls' },
    ],
    [
      'a whole message in one event',
      chunk({
        message: { content: 'yes', tool_calls: [{ id: 'a', function: look }] },
        finish_reason: 'stop',
      }),
      { text: 'yes', toolCalls: both.slice(0, 1) },
    ],
    [
      'an answer that is counted and has no finish reason',
      chunk({ delta: { content: 'yes' } }) +
        'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1}}\n\n',
      { text: 'yes', finishReason: 'other', usage: { inputTokens: 5, outputTokens: 1 } },
    ],
    [
      'a refusal in parts',
      chunk({ delta: { content: [{ type: 'refusal', refusal: 'No.' }] } }) + stopped(),
      { text: 'No.', finishReason: 'refusal' },
    ],
    [
      'a finish reason that is empty until the end',
      chunk({ delta: { content: 'yes' }, finish_reason: '' }) + stopped('length'),
      { text: 'yes', finishReason: 'length' },
    ],
  ])('reads %s', async (_name, text, expected) => {
    const { provider } = await start((response) => sendEvents(response, text));
    expect(await ask(provider)).toMatchObject(expected);
  });

  const died = { code: 502, message: 'upstream died' };
  it.each<[string, string, string, string, RegExp]>([
    [
      'an error beside the choice',
      chunk({ delta: { content: 'ye' } }) + chunk({ delta: {}, finish_reason: 'error', error: died }),
      'server-error',
      'attempt',
      /answered 502: upstream died/,
    ],
    [
      'an error in words alone',
      `${chunk({ delta: { content: 'ye' } })}data: {"error":"upstream died"}\n\n`,
      'server-error',
      'attempt',
      /upstream died/,
    ],
    ['an ending in an error', stopped('error'), 'server-error', 'attempt', /ended in an error/],
    [
      'a beginning that counts itself',
      chunk({ delta: { content: 'ye' } }, { usage: { prompt_tokens: 5, completion_tokens: 1 } }),
      'cut-reply',
      'attempt',
      /in the middle/,
    ],
    [
      'a finish reason that stays empty',
      chunk({ delta: { content: 'ye' }, finish_reason: '' }),
      'cut-reply',
      'attempt',
      /in the middle/,
    ],
    [
      'parts that are no text',
      chunk({ delta: { content: [{ type: 'image_url' }] } }) + stopped(),
      'unreadable-reply',
      'trial',
      /no text/,
    ],
  ])('does not take %s for an answer', async (_name, text, code, scope, says) => {
    const { provider } = await start((response) => sendEvents(response, text));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope });
    expect(error.message).toMatch(says);
  });

  it('has no first token where there is no answer', async () => {
    const text = 'data: {"choices":[{"delta":{"content":""},"finish_reason":"content_filter"}]}\n\n';
    const { provider } = await start((response) => sendEvents(response, text));
    const reply = await ask(provider);
    expect(reply).toMatchObject({ text: '', finishReason: 'content-filter' });
    expect(reply).not.toHaveProperty('firstTokenMs');
  });
});

describe('the Responses API', () => {
  it('takes the reply from the last event', async () => {
    const { server, provider } = await start(
      (response) => sendEvents(response, fixtureText('responses/text.sse'), 11),
      { api: 'responses' },
    );
    expect(await ask(provider)).toEqual({
      text: 'Grüß dich',
      finishReason: 'stop',
      usage: { inputTokens: 37, outputTokens: 11, cachedInputTokens: 4, reasoningTokens: 3 },
      servedModel: 'gpt-4.1-2025-04-14',
      latencyMs: expect.any(Number),
      lagMs: expect.any(Number),
      firstTokenMs: expect.any(Number),
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ stream: true, store: false });
  });

  const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
  it.each([
    [
      event({ type: 'response.failed', ...{ response: fixture('responses/failed') } }),
      'server-error',
      'attempt',
    ],
    [
      event({ type: 'error', ...{ code: 'rate_limit_exceeded', message: 'slow' } }),
      'rate-limited',
      'attempt',
    ],
    [
      event({ type: 'error', ...{ error: { code: 'invalid_prompt', message: 'no' } } }),
      'bad-request',
      'trial',
    ],
  ])('sorts what fails on the way: %s', async (text, code, scope) => {
    const { provider } = await start((response) => sendEvents(response, text), { api: 'responses' });
    expect(await failureOf(ask(provider))).toMatchObject({ code, scope });
  });

  const item = { type: 'message', content: [{ type: 'output_text', text: 'yes' }] };
  const said = { type: 'response.output_text.delta', delta: 'yes' };
  const whole = { type: 'response.completed', response: { output: [], usage: null } };
  it.each<[string, { type: string }[], object]>([
    ['items', [said, { type: 'response.output_item.done', ...{ item } }, whole], { text: 'yes' }],
    ['pieces alone', [said, whole], { text: 'yes', finishReason: 'stop' }],
    ['no answer at all', [whole], { text: '', finishReason: 'stop' }],
    [
      'a call',
      [
        {
          type: 'response.output_item.done',
          ...{ item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a":1}' } },
        },
        whole,
      ],
      { toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 } }] },
    ],
  ])('reads an answer that the last event leaves out, of %s', async (_name, sent, expected) => {
    const { provider } = await start((response) => sendEvents(response, sent.map(event).join('')), {
      api: 'responses',
    });
    expect(await ask(provider)).toMatchObject(expected);
  });

  it('keeps what was written when the limit came', async () => {
    const text = event({ type: 'response.incomplete', ...{ response: fixture('responses/length') } });
    const { provider } = await start((response) => sendEvents(response, text), { api: 'responses' });
    expect(await ask(provider)).toMatchObject({ text: '', finishReason: 'length' });
  });
});

describe.each(['chat', 'responses'] as const)('what goes wrong with a stream of %s', (api) => {
  const text = fixtureText(api === 'chat' ? 'text.sse' : 'responses/text.sse');
  const half = text.slice(0, text.length / 2);

  it.each<[string, Answer, string, string]>([
    [
      'cut',
      (response) => response.writeHead(200, events).write(half, () => response.destroy()),
      'cut-reply',
      'attempt',
    ],
    ['ended too early', (response) => sendEvents(response, half), 'cut-reply', 'attempt'],
    ['no event at all', (response) => sendEvents(response, ''), 'cut-reply', 'attempt'],
    ['no JSON', (response) => sendEvents(response, 'data: {"a"\n\n'), 'bad-reply', 'attempt'],
    [
      'an error in the middle',
      (response) =>
        sendEvents(
          response,
          `${half.slice(0, half.lastIndexOf('\n\n'))}\n\ndata: {"error":{"message":"died"}}\n\n`,
        ),
      'server-error',
      'attempt',
    ],
    ['hung up', (response) => response.destroy(), 'connection-lost', 'attempt'],
    [
      'rate limit',
      (response) => sendJson(response, 429, { error: { message: 'slow' } }, { 'retry-after': '3' }),
      'rate-limited',
      'attempt',
    ],
    [
      'unknown key',
      (response) => sendJson(response, 401, { error: { message: 'no' } }),
      'unauthorized',
      'run',
    ],
  ])('%s', async (_name, answer, code, scope) => {
    const { provider } = await start(answer, { api });
    expect(await failureOf(ask(provider))).toMatchObject({ code, scope });
  });

  it('takes a server that does not stream as it is', async () => {
    const body = fixture(api === 'chat' ? 'text' : 'responses/text');
    const { provider } = await start((response) => sendJson(response, 200, body), { api });
    const reply = await ask(provider);
    expect(reply).toMatchObject({ text: '{"category": "billing"}', finishReason: 'stop' });
    expect(reply.latencyMs).toBeGreaterThan(0);
    expect(reply).not.toHaveProperty('firstTokenMs');
  });

  it('makes a time limit in the middle a failure of the attempt', async () => {
    const { provider } = await start((response) => response.writeHead(200, events).write(half), { api });
    const error = await failureOf(ask(provider, { signal: AbortSignal.timeout(40) }));
    expect(error).toMatchObject({ code: 'timeout', scope: 'attempt' });
  });

  it('hands the reason of another abort back', async () => {
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');
    const { provider } = await start(
      (response) => response.writeHead(200, events).write(half, () => controller.abort(reason)),
      { api },
    );
    await expect(ask(provider, { signal: controller.signal })).rejects.toBe(reason);
  });
});
