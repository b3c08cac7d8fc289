import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ModelRequest, Provider } from '../../../src/core/provider.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import type { AnthropicOptions } from '../../../src/providers/anthropic/settings.ts';
import { type Answer, sendHalf, sendJson, startServer } from '../server.ts';
import { aRequest } from './a-request.ts';
import { errors, fixture } from './fixture.ts';

const apiKey = 'sk-ant-api03-VerySecretKey0123456789';
const open: { close?(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close?.();
});

async function start(answer: Answer, options: Partial<AnthropicOptions> = {}) {
  const server = await startServer(answer);
  const provider = await createAnthropicProvider({
    name: 'anthropic',
    baseURL: server.url,
    apiKey,
    env: {},
    ...options,
  });
  open.push(server, provider);
  return { server, provider };
}

const ask = (provider: Provider, parts: Partial<ModelRequest> = {}) => provider.complete(aRequest(parts));

/** What a call is rejected with, after a check that nothing in it holds the key. */
async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw error;
  expect(`${error.message}\n${error.stack}\n${describeDeep(error.cause)}`).not.toContain('VerySecret');
  return error;
}

function describeDeep(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? '';
  return `${value.message} ${JSON.stringify(value, Object.getOwnPropertyNames(value))} ${describeDeep(value.cause)}`;
}

describe('a call', () => {
  it('sends one request to Messages and maps the reply', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    const reply = await ask(provider, { parameters: { maxTokens: 300 } });

    expect(reply).toMatchObject({ text: '{"category": "billing"}', servedModel: 'claude-sonnet-4-6' });
    expect(reply.latencyMs).toBeGreaterThan(0);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/messages' });
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-api-key': apiKey,
      'anthropic-version': '2026-10-21',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'claude-sonnet-4-6',
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 300,
    });
  });

  it('asks the API version that knows a temperature for one', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    await ask(provider, { parameters: { temperature: 0 } });
    const [request] = server.requests;
    expect(request?.headers['anthropic-version']).toBe('2023-06-01');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ temperature: 0 });
  });

  it('says who it is and what it bears', async () => {
    const settings = { name: 'gateway', concurrency: 3, maxRetries: 1, timeoutMs: 500 };
    const { provider } = await start(() => undefined, settings);
    expect(provider).toMatchObject(settings);
  });

  it('never tries again by itself, though the server asks for it', async () => {
    const { server, provider } = await start((response) =>
      sendJson(response, 529, errors.overloaded?.[1], { 'x-should-retry': 'true' }),
    );
    await failureOf(ask(provider));
    expect(server.requests).toHaveLength(1);
  });
});

describe('documented refusals', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'unauthorized',
      'unauthorized',
      'run',
      /anthropic at http.*apiKey of providers\.anthropic in the config/,
    ],
    ['forbidden', 'forbidden', 'run', /does not have permission/],
    ['billing', 'quota-exceeded', 'run', /billing or payment/],
    ['credit', 'quota-exceeded', 'run', /credit balance is too low/],
    ['usage-limit', 'quota-exceeded', 'run', /usage limits/],
    ['spend-limit', 'quota-exceeded', 'run', /spend limit/],
    ['ramp-limit', 'rate-limited', 'attempt', /ramp limit/],
    ['on-hold', 'forbidden', 'run', /on hold/],
    ['model', 'model-not-found', 'run', /has no model "claude-sonnet-4-6"/],
    ['too-long', 'bad-request', 'trial', /prompt is too long/],
    ['too-large', 'bad-request', 'trial', /maximum size/],
    ['rate-limit', 'rate-limited', 'attempt', /50 requests per minute/],
    ['server', 'server-error', 'attempt', /Internal server error/],
    ['overloaded', 'server-error', 'attempt', /answered 529: Overloaded/],
    ['later-system', 'unsupported', 'run', /system messages at the top/],
    ['prefill', 'unsupported', 'trial', /End the messages with a user turn/],
  ])('%s', async (name, code, scope, message) => {
    const [status = 0, body] = errors[name] ?? [];
    const { provider } = await start((response) => sendJson(response, status, body));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope, exitCode: 2 });
    expect(error.message).toMatch(message);
  });

  it.each<[string, JsonObject, string, string | undefined]>([
    ['temperature', { temperature: 0 }, 'unsupported-parameter', 'temperature'],
    ['temperature-and-top-p', { temperature: 0, topP: 1 }, 'unsupported-parameter', 'topP'],
    ['effort', { reasoningEffort: 'low' }, 'unsupported-parameter', 'reasoningEffort'],
    ['adaptive', { reasoningEffort: 'low' }, 'unsupported-parameter', 'reasoningEffort'],
    ['budget', { reasoningEffort: 1024 }, 'unsupported-parameter', 'reasoningEffort'],
    ['temperature-range', { temperature: 1.5 }, 'bad-parameter', undefined],
    ['max-tokens', { maxTokens: 100_000 }, 'bad-parameter', undefined],
  ])('%s, where the prompt sets %j', async (name, parameters, code, parameter) => {
    const [status = 0, body] = errors[name] ?? [];
    const { provider } = await start((response) => sendJson(response, status, body));
    const error = await failureOf(ask(provider, { parameters }));
    expect(error).toMatchObject({ code, scope: 'run', parameter });
    expect(error.message).toContain(`modelParameters.${Object.keys(parameters).at(-1)}`);
    if (parameter) expect(error.message).toContain('x-prompteval.dropUnsupported');
    const others = Object.keys(parameters).filter((name) => parameter && name !== parameter);
    expect(error.alternatives).toEqual(others);
  });

  it('blames no parameter that the prompt does not set', async () => {
    const [status = 0, body] = errors.temperature ?? [];
    const { provider } = await start((response) => sendJson(response, status, body));
    expect(await failureOf(ask(provider))).toMatchObject({ code: 'bad-request', scope: 'trial' });
  });
});

describe('refusals of other servers', () => {
  it.each<[string, number, unknown, string, string, RegExp]>([
    [
      'replay: no answer',
      404,
      { error: { message: 'no recorded answer for this user message', type: 'not_found_error' } },
      'not-found',
      'trial',
      /no recorded answer/,
    ],
    [
      'a key in the sentence',
      403,
      { message: `Key ${apiKey} has no right` },
      'forbidden',
      'run',
      /Key \[key\]/,
    ],
    [
      'no route',
      404,
      '404 page not found',
      'not-found',
      'run',
      /answered 404: 404 page not found; check baseURL/,
    ],
    ['web framework', 422, { detail: 'bad body' }, 'bad-request', 'trial', /bad body/],
    ['gateway', 502, '<html>Bad Gateway</html>', 'server-error', 'attempt', /Bad Gateway/],
    ['no body', 503, '', 'server-error', 'attempt', /answered 503$/],
    ['an error in a 200', 200, errors.overloaded?.[1], 'server-error', 'attempt', /answered 529: Overloaded/],
    [
      'an unnamed error in a 200',
      200,
      { error: 'upstream died' },
      'server-error',
      'attempt',
      /upstream died/,
    ],
    [
      'words in a 200',
      200,
      { message: 'model is loading' },
      'server-error',
      'attempt',
      /500: model is loading/,
    ],
    [
      'a numbered error in a 200',
      200,
      { error: { code: 429, message: 'slow' } },
      'rate-limited',
      'attempt',
      /answered 429: slow/,
    ],
    [
      'blocks of no kind that there is',
      200,
      { content: [{ type: 'image' }], usage: { input_tokens: 5, output_tokens: 1 } },
      'unreadable-reply',
      'trial',
      /none of its blocks/,
    ],
    ['no content', 200, { id: 'x' }, 'bad-reply', 'attempt', /"content" is no list/],
    ['half a JSON', 200, '{"content":', 'bad-reply', 'attempt', /no JSON/],
    [
      'JSON that is broken',
      200,
      '{"content":[],"usage":{"x":.5}}',
      'unreadable-reply',
      'trial',
      /no valid JSON$/,
    ],
  ])('%s', async (_name, status, body, code, scope, message) => {
    const { provider } = await start((response) => sendJson(response, status, body));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope });
    expect(error.message).toMatch(message);
  });

  it('takes a page where JSON should be for a bad reply', async () => {
    const { provider } = await start((response) =>
      sendJson(response, 200, '<html>Welcome</html>', { 'content-type': 'text/html' }),
    );
    expect(await failureOf(ask(provider))).toMatchObject({ code: 'bad-reply', scope: 'attempt' });
  });

  it('does not follow a redirect with the key', async () => {
    const { server, provider } = await start((response) =>
      response.writeHead(308, { location: 'https://user:pw@other.example/v1?k=1' }).end(),
    );
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code: 'redirected', scope: 'run' });
    expect(error.message).toContain('points to https://other.example/v1;');
    expect(server.requests).toHaveLength(1);
  });

  it('reads how long to wait', async () => {
    const [status = 0, body] = errors['rate-limit'] ?? [];
    const { provider } = await start((response) => sendJson(response, status, body, { 'retry-after': '3' }));
    expect((await failureOf(ask(provider))).retryAfterMs).toBe(3000);
  });

  it.each([false, true])('hands over what the headers say of rate limits, streamed: %s', async (stream) => {
    const [status = 0, body] = errors['rate-limit'] ?? [];
    const limits = {
      date: 'Sat, 21 Nov 2026 10:00:00 GMT',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-21T10:00:07Z',
    };
    const { provider } = await start(
      (response, _, index) =>
        index === 0
          ? sendJson(response, 200, fixture('text'), limits)
          : sendJson(response, status, body, limits),
      { stream },
    );
    const expected = [{ of: 'requests', remaining: 0, resetMs: 7000 }];
    expect((await ask(provider)).limits).toEqual(expected);
    expect((await failureOf(ask(provider))).limits).toEqual(expected);
  });
});

describe('broken connections and aborts', () => {
  it('names a reply that is cut in the middle', async () => {
    const { provider } = await start((response) => sendHalf(response, JSON.stringify(fixture('text'))));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code: 'cut-reply', scope: 'attempt' });
    expect(error.message).toMatch(/anthropic at http.*closed in the middle/);
  });

  it('names a connection that is hung up', async () => {
    const { provider } = await start((response) => response.destroy());
    expect(await failureOf(ask(provider))).toMatchObject({ code: 'connection-lost', scope: 'attempt' });
  });

  it('names the address where nothing answers', async () => {
    const { server, provider } = await start(() => undefined);
    await server.close();
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code: 'unreachable', scope: 'attempt' });
    expect(error.message).toContain(`anthropic at ${server.url}`);
  });

  it('makes a time limit a failure of the attempt', async () => {
    const { provider } = await start(() => undefined);
    const error = await failureOf(ask(provider, { signal: AbortSignal.timeout(20) }));
    expect(error).toMatchObject({ code: 'timeout', scope: 'attempt' });
  });

  it('hands the reason of another abort back', async () => {
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');
    const { provider } = await start(() => controller.abort(reason));
    await expect(ask(provider, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('sends nothing once aborted', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    const reason = new Error('Ctrl-C');
    await expect(ask(provider, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });
});

it('leaves nothing behind on a signal that outlives the call', async () => {
  const { provider } = await start((response, _body, index) => {
    if (index === 0) sendJson(response, 200, fixture('text'));
    else if (index === 1) sendJson(response, 529, errors.overloaded?.[1]);
    else if (index === 2) sendJson(response, 200, '{"content":');
    else response.destroy();
  });
  const { signal } = new AbortController();
  const calls = [0, 1, 2, 3];
  for (const _ of calls) await ask(provider, { signal }).catch(() => undefined);
  await expect.poll(() => getEventListeners(signal, 'abort')).toEqual([]);
});

it('reads the server again after a mixture of failures, with no call lost', async () => {
  const answers: Answer[] = [
    (response) => sendJson(response, 200, fixture('text')),
    (response) => sendJson(response, 429, errors['rate-limit']?.[1], { 'retry-after': '0' }),
    (response) => sendHalf(response, JSON.stringify(fixture('text'))),
    (response) => response.destroy(),
  ];
  const { server, provider } = await start(
    (response, body, index) => answers[index % answers.length]?.(response, body, index),
    { concurrency: 5 },
  );
  const outcomes = await Promise.allSettled(Array.from({ length: 80 }, () => ask(provider)));
  const codes = outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? 'answered' : (outcome.reason as ProviderError).code,
  );
  const tally = (code: string) => codes.filter((seen) => seen === code).length;
  expect(server.requests).toHaveLength(80);
  expect(['answered', 'rate-limited', 'cut-reply', 'connection-lost'].map(tally)).toEqual([20, 20, 20, 20]);
});
