import { describe, expect, it } from 'vitest';
import type { ProviderError } from '../../../src/core/errors.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { createOpenAIProvider } from '../../../src/providers/openai/provider.ts';
import { type Answer, sendHalf, sendJson, startServer, type TestServer } from '../server.ts';
import { fixture } from './fixture.ts';
import { apiKey, ask, closeAfterTest, failureOf, startOpenAI as start } from './start.ts';

/** As Python's `json` writes it. */
const withNaN = (reply: object) => JSON.stringify({ ...reply, score: 'NaN' }).replace('"NaN"', 'NaN');

describe('a call', () => {
  it('sends one Chat Completions request and maps the reply', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    const reply = await ask(provider);

    expect(reply).toMatchObject({ text: '{"category": "billing"}', servedModel: 'gpt-4.1-mini-2025-04-14' });
    expect(reply.latencyMs).toBeGreaterThan(0);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(request?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'user', content: 'Hello' }],
      temperature: 0,
      max_tokens: 300,
    });
  });

  it('says who it is and what it bears', async () => {
    const { provider } = await start(() => undefined, {
      name: 'vllm',
      concurrency: 3,
      maxRetries: 1,
      timeoutMs: 500,
    });
    expect(provider).toMatchObject({ name: 'vllm', concurrency: 3, maxRetries: 1, timeoutMs: 500 });
  });

  it('never tries again by itself', async () => {
    const { server, provider } = await start((response) =>
      sendJson(response, 500, { error: { message: 'no' } }),
    );
    await failureOf(ask(provider));
    expect(server.requests).toHaveLength(1);
  });
});

describe('refusals', () => {
  const openAI = (code: string | null, message: string, type = 'invalid_request_error') => ({
    error: { message, type, param: null, code },
  });
  it.each<[string, number, unknown, string, string, RegExp]>([
    [
      'wrong key',
      401,
      openAI('invalid_api_key', `Incorrect API key provided: ${apiKey}.`),
      'unauthorized',
      'run',
      /openai at http.*apiKey of providers\.openai in the config/,
    ],
    [
      'no right',
      403,
      openAI(null, `Key ${apiKey} has no right`),
      'forbidden',
      'run',
      /Key \[key\] has no right/,
    ],
    [
      'no model',
      404,
      openAI('model_not_found', 'The model `gpt-4.1-mini` does not exist'),
      'model-not-found',
      'run',
      /has no model "gpt-4.1-mini"/,
    ],
    [
      'vLLM: no model',
      404,
      {
        object: 'error',
        message: 'The model `gpt-4.1-mini` does not exist.',
        type: 'NotFoundError',
        code: 404,
      },
      'model-not-found',
      'run',
      /does not exist/,
    ],
    [
      'Ollama: no model',
      404,
      { error: 'model "gpt-4.1-mini" not found' },
      'model-not-found',
      'run',
      /not found/,
    ],
    [
      'replay: no answer',
      404,
      { error: { message: 'no recorded answer for this user message', type: 'not_found_error' } },
      'not-found',
      'trial',
      /no recorded answer/,
    ],
    ['no route', 404, '404 page not found', 'not-found', 'run', /answered 404: 404 page not found/],
    [
      'refused parameter',
      400,
      fixture('unsupported-value'),
      'unsupported-parameter',
      'run',
      /openai at http.* refuses modelParameters\.temperature for gpt-4\.1-mini \(400\): Unsupported value.* is supported\. Remove modelParameters\.temperature, or list it under x-prompteval\.dropUnsupported$/,
    ],
    [
      'refused parameter of FastAPI',
      422,
      {
        detail: [
          { type: 'extra_forbidden', loc: ['body', 'temperature'], msg: 'Extra inputs are not permitted' },
        ],
      },
      'unsupported-parameter',
      'run',
      /refuses modelParameters\.temperature for gpt-4\.1-mini \(422\): temperature: Extra inputs are not permitted\. Remove/,
    ],
    [
      'refused parameters that vLLM lists',
      400,
      {
        object: 'error',
        message:
          "[{'type': 'extra_forbidden', 'loc': ('body', 'max_tokens'), 'msg': 'Extra inputs are not permitted'}, {'type': 'extra_forbidden', 'loc': ('body', 'temperature'), 'msg': 'Extra inputs are not permitted'}]",
        code: 400,
      },
      'unsupported-parameter',
      'run',
      /Remove modelParameters\.temperature or modelParameters\.maxTokens, or list one of them under x-prompteval\.dropUnsupported$/,
    ],
    [
      'bad request',
      400,
      openAI(null, "Invalid 'messages[0].content'"),
      'bad-request',
      'trial',
      /Invalid 'messages/,
    ],
    [
      'web framework',
      422,
      { detail: 'max_tokens must be positive' },
      'bad-request',
      'trial',
      /max_tokens must be positive/,
    ],
    [
      'odd detail',
      422,
      { detail: [{ loc: ['body'], msg: 'field required' }] },
      'bad-request',
      'trial',
      /field required/,
    ],
    [
      'no quota',
      429,
      openAI('insufficient_quota', 'You exceeded your current quota', 'insufficient_quota'),
      'quota-exceeded',
      'run',
      /nothing left to spend/,
    ],
    [
      'rate limit',
      429,
      openAI('rate_limit_exceeded', 'Rate limit reached', 'requests'),
      'rate-limited',
      'attempt',
      /Rate limit reached/,
    ],
    [
      'server error',
      500,
      openAI(null, 'The server had an error', 'server_error'),
      'server-error',
      'attempt',
      /had an error/,
    ],
    ['gateway', 502, '<html>Bad Gateway</html>', 'server-error', 'attempt', /Bad Gateway/],
    ['no body', 503, '', 'server-error', 'attempt', /answered 503$/],
    [
      'gateway in a 200',
      200,
      { error: { message: 'Provider returned error', code: 429 } },
      'rate-limited',
      'attempt',
      /Provider returned error/,
    ],
    [
      'gateway in a 200, no status',
      200,
      { error: { message: 'upstream died' } },
      'server-error',
      'attempt',
      /upstream died/,
    ],
    ['a 200 in words', 200, { error: 'model is loading' }, 'server-error', 'attempt', /: model is loading$/],
    [
      "a 200 in a framework's words",
      200,
      { detail: 'starting' },
      'server-error',
      'attempt',
      /answered 500: starting$/,
    ],
    [
      'an old server in a 200',
      200,
      { object: 'error', message: 'worker is busy', code: 50004 },
      'server-error',
      'attempt',
      /answered 500: worker is busy/,
    ],
    [
      'an error beside an empty list',
      200,
      { error: { message: 'slow', code: '429' }, choices: [] },
      'rate-limited',
      'attempt',
      /answered 429: slow/,
    ],
    ...(
      [
        [{ code: 502, message: 'upstream died' }, 'server-error', 'attempt', /answered 502: upstream died/],
        [{ code: 429, message: 'slow' }, 'rate-limited', 'attempt', /answered 429: slow/],
        [{ code: 400, message: 'too long' }, 'bad-request', 'trial', /answered 400: too long/],
        [undefined, 'server-error', 'attempt', /ended in an error/],
      ] as const
    ).map(([error, code, scope, says]): [string, number, unknown, string, string, RegExp] => [
      `OpenRouter: an answer that ended in ${JSON.stringify(error)}`,
      200,
      { choices: [{ error, message: { content: 'par' }, finish_reason: 'error' }], usage: {} },
      code,
      scope,
      says,
    ]),
    ['JSON of something else', 200, { status: 'starting' }, 'bad-reply', 'attempt', /no "choices"/],
    [
      'an answer that was paid for and is no text',
      200,
      { choices: [{ message: { content: { a: 1 } } }], usage: { prompt_tokens: 5, completion_tokens: 1 } },
      'unreadable-reply',
      'trial',
      /no text/,
    ],
    ['no body at all', 200, '', 'bad-reply', 'attempt', /at http.*: the answer is empty$/],
    ['a web page', 200, `\n<!DOCTYPE html>${apiKey}`, 'bad-reply', 'attempt', /the answer is a web page$/],
    ['no choice', 200, { ...fixture('text'), choices: [] }, 'empty-reply', 'trial', /no choice/],
    ['half a JSON', 200, '{"choices":', 'bad-reply', 'attempt', /no JSON/],
    [
      'JSON with NaN',
      200,
      withNaN(fixture('text')),
      'unreadable-reply',
      'trial',
      /no valid JSON: NaN is none$/,
    ],
    ['a gateway’s own notation', 200, "{status: 'starting'}", 'bad-reply', 'attempt', /no JSON$/],
  ])('%s', async (_name, status, body, code, scope, message) => {
    const { provider } = await start((response) => sendJson(response, status, body));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope, exitCode: 2 });
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

  it.each([
    ['/v2/chat/completions?key=1', '/v2/chat/completions'],
    ['completions/', '/v1/chat/completions'],
    ['http://[', 'an unreadable address'],
  ])('names where the redirect %s leads', async (location, place) => {
    for (const stream of [false, true]) {
      const { server, provider } = await start((response) => response.writeHead(307, { location }).end(), {
        stream,
      });
      const address = place.startsWith('/') ? `${server.url}${place}` : place;
      expect((await failureOf(ask(provider))).message).toContain(
        `answered 307 and points to ${address}; set`,
      );
    }
  });

  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after-ms': '150' }, 150],
    [{}, undefined],
  ])('reads how long to wait from %j', async (headers, retryAfterMs) => {
    const { provider } = await start((response) =>
      sendJson(response, 429, { error: { message: 'slow' } }, headers),
    );
    expect((await failureOf(ask(provider))).retryAfterMs).toBe(retryAfterMs);
  });

  it.each([false, true])('hands over what the headers say of rate limits, streamed: %s', async (stream) => {
    const limits = { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m2s' };
    const { provider } = await start(
      (response, _, index) =>
        index === 0
          ? sendJson(response, 200, fixture('text'), limits)
          : sendJson(response, 429, { error: { message: 'slow' } }, limits),
      { stream },
    );
    const expected = [{ of: 'tokens', remaining: 0, resetMs: 62_000 }];
    expect((await ask(provider)).limits).toEqual(expected);
    expect((await failureOf(ask(provider))).limits).toEqual(expected);
  });

  it('never shows what stands beside the host in the base URL', async () => {
    const server = await startServer((response) => sendJson(response, 401, {}));
    const baseURL = `${server.url.replace('//', '//user:VerySecret@')}/v1`;
    const provider = await createOpenAIProvider({ name: 'openai', baseURL, apiKey, env: {} });
    closeAfterTest(server, provider);
    expect((await failureOf(ask(provider))).message).toContain(`openai at ${server.url}/v1`);
  });
});

describe('broken connections', () => {
  it('names a reply that is cut in the middle', async () => {
    const { provider } = await start((response) => sendHalf(response, JSON.stringify(fixture('text'))));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code: 'cut-reply', scope: 'attempt' });
    expect(error.message).toMatch(/openai at http.*closed in the middle/);
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
    expect(error.message).toContain(`openai at ${server.url}/v1`);
  });
});

describe('aborts', () => {
  it('makes a time limit a failure of the attempt', async () => {
    const { provider } = await start(() => undefined);
    const error = await failureOf(ask(provider, { signal: AbortSignal.timeout(20) }));
    expect(error).toMatchObject({ code: 'timeout', scope: 'attempt' });
  });

  it('knows a time limit through a combined signal', async () => {
    const { provider } = await start(() => undefined);
    const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(20)]);
    expect(await failureOf(ask(provider, { signal }))).toMatchObject({ code: 'timeout' });
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

it('reads the server again after a mixture of failures, with no call lost', async () => {
  const answers: Answer[] = [
    (response) => sendJson(response, 200, fixture('text')),
    (response) => sendJson(response, 429, { error: { message: 'slow' } }, { 'retry-after': '0' }),
    (response) => sendHalf(response, JSON.stringify(fixture('text'))),
    (response) => response.destroy(),
  ];
  const { server, provider }: { server: TestServer; provider: Provider } = await start(
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
