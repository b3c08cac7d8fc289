import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import type { ModelRequest, Provider } from '../../../src/core/provider.ts';
import { createBedrockProvider } from '../../../src/providers/bedrock/provider.ts';
import type { BedrockOptions } from '../../../src/providers/bedrock/settings.ts';
import { type Answer, sendHalf, sendJson, startServer } from '../server.ts';
import { credentials, fixture, request, secret, stubAws } from './support.ts';

const open: { close?(): unknown }[] = [];
beforeEach(() => stubAws(credentials));
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close?.();
  vi.unstubAllEnvs();
});

async function start(answer: Answer, options: Partial<BedrockOptions> = {}) {
  const server = await startServer(answer);
  const provider = await createBedrockProvider({
    name: 'bedrock',
    region: 'us-east-1',
    endpoint: server.url,
    ...options,
  });
  open.push(server, provider);
  return { server, provider };
}

const ask = (provider: Provider, parts: Partial<ModelRequest> = {}) =>
  provider.complete(request({ parameters: { temperature: 0, maxTokens: 300 }, ...parts }));

/** What a call is rejected with, after a check that nothing in it holds the key. */
async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw error;
  expect(`${error.message}\n${error.stack}\n${JSON.stringify(error.cause)}`).not.toContain('VerySecret');
  return error;
}

/** As AWS answers: the name of the error in a header, the sentence in the body. */
const refuse =
  (status: number, name: string, message: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    sendJson(
      response,
      status,
      { message },
      { 'x-amzn-errortype': `${name}:http://internal.amazon.com/`, ...headers },
    );

describe('what other servers and newer models answer', () => {
  const reply = (message: unknown, rest: object = {}) => ({
    output: { message },
    stopReason: 'end_turn',
    usage: { inputTokens: 10, outputTokens: 1, totalTokens: 11 },
    ...rest,
  });
  const say = (...content: object[]) => reply({ role: 'assistant', content });

  it.each<[string, object, object]>([
    ['no content', reply({ role: 'assistant' }), { text: '' }],
    ['content that is null', reply({ role: 'assistant', content: null }), { text: '' }],
    ['a block that it does not know', say({ text: 'a' }, { hologram: {} }, { text: 'b' }), { text: 'ab' }],
    [
      'text with its sources',
      say({ citationsContent: { content: [{ text: 'yes' }], citations: [] } }),
      { text: 'yes' },
    ],
    [
      'a call alone',
      say({ toolUse: { toolUseId: 'c', name: 'f', input: { a: 1 } } }),
      { toolCalls: [{ id: 'c', name: 'f', arguments: { a: 1 } }] },
    ],
    ['a filter', { ...say(), stopReason: 'content_filtered' }, { text: '', finishReason: 'content-filter' }],
    [
      'an ending that is new',
      { ...say({ text: 'a' }), stopReason: 'tired' },
      { text: 'a', finishReason: 'other' },
    ],
    ['no count', { ...say({ text: 'a' }), usage: null }, { text: 'a', usage: null }],
    [
      'counts as text',
      { ...say({ text: 'a' }), usage: { inputTokens: '1', outputTokens: '1' } },
      { text: 'a', usage: null },
    ],
  ])('reads %s', async (_name, body, expected) => {
    const { provider } = await start((response) => sendJson(response, 200, body));
    expect(await ask(provider)).toMatchObject(expected);
  });

  it.each<[string, unknown, string, string]>([
    ['blocks that it does not know alone', say({ hologram: {} }), 'unreadable-reply', 'trial'],
    ['no message, though counted', { ...reply(null), output: {} }, 'unreadable-reply', 'trial'],
    ['words alone', { message: 'model is loading' }, 'bad-reply', 'attempt'],
    ['nothing', {}, 'bad-reply', 'attempt'],
    ['a page', '<html>', 'bad-reply', 'attempt'],
  ])('does not take %s for an answer', async (_name, body, code, scope) => {
    const { provider } = await start((response) => sendJson(response, 200, body));
    expect(await failureOf(ask(provider))).toMatchObject({ code, scope });
  });
});

describe('a call', () => {
  it('sends one signed request of Converse and maps the reply', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('cached')));
    const reply = await ask(provider);

    expect(reply).toMatchObject({ text: 'billing', usage: { inputTokens: 2636, cachedInputTokens: 2048 } });
    expect(reply.latencyMs).toBeGreaterThan(0);
    const [sent] = server.requests;
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse',
    });
    expect(sent?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE00\/\d{8}\/us-east-1\/bedrock\//,
    );
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
      inferenceConfig: { temperature: 0, maxTokens: 300 },
    });
  });

  it('keeps its connections, and makes no more than calls may be in flight', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')), {
      concurrency: 2,
    });
    await Promise.all(Array.from({ length: 8 }, () => ask(provider)));
    expect(server.requests).toHaveLength(8);
    expect(server.sockets.length).toBeLessThanOrEqual(2);
  });

  it('sends an ARN whole and images as bytes', async () => {
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    const model = 'arn:aws:bedrock:us-east-1:123456789012:prompt/PROMPT12345:3';
    const images = ['data:image/png;base64,iVBORw0KGgo='];
    await ask(provider, { model, parameters: {}, messages: [{ role: 'user', content: '', images }] });
    const [sent] = server.requests;
    expect(sent?.path).toBe(`/model/${encodeURIComponent(model)}/converse`);
    expect(JSON.parse(sent?.body ?? '').messages[0].content).toEqual([
      { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } },
    ]);
  });

  it('sends an API key of Bedrock where there is one', async () => {
    stubAws({ AWS_BEARER_TOKEN_BEDROCK: secret });
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')));
    await ask(provider);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${secret}`);
  });

  it('takes region and keys from a profile of the AWS config files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prompteval-aws-'));
    open.push({ close: () => rm(folder, { recursive: true }) });
    const file = join(folder, 'config');
    const lines = ['region = eu-west-3', 'aws_access_key_id = AKIAOFPROFILE0000000'];
    await writeFile(file, ['[profile staging]', ...lines, `aws_secret_access_key = ${secret}`].join('\n'));
    stubAws({ AWS_CONFIG_FILE: file });
    const { server, provider } = await start((response) => sendJson(response, 200, fixture('text')), {
      region: undefined,
      profile: 'staging',
    });
    await ask(provider);
    expect(server.requests[0]?.headers.authorization).toMatch(
      /Credential=AKIAOFPROFILE0000000\/\d{8}\/eu-west-3\//,
    );
  });

  it('says who it is and what it bears, and never tries again by itself', async () => {
    const { server, provider } = await start(refuse(503, 'ServiceUnavailableException', 'no'), {
      name: 'eu',
      concurrency: 3,
      maxRetries: 1,
      timeoutMs: 500,
    });
    expect(provider).toMatchObject({ name: 'eu', concurrency: 3, maxRetries: 1, timeoutMs: 500 });
    await failureOf(ask(provider));
    expect(server.requests).toHaveLength(1);
  });
});

describe('refusals of AWS', () => {
  it.each<[number, string, string, string, string, RegExp]>([
    [
      403,
      'AccessDeniedException',
      "You don't have access to the model with the specified model ID.",
      'forbidden',
      'run',
      /bedrock:InvokeModel on "us\.anthropic.*calls go to us-east-1 \(providers\.bedrock\.region\)/,
    ],
    [
      403,
      'AccessDeniedException',
      `Authentication failed: Please make sure your API Key is valid. Bearer ${secret}`,
      'unauthorized',
      'run',
      /AWS_BEARER_TOKEN_BEDROCK/,
    ],
    [
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      'unauthorized',
      'run',
      /AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    ],
    [
      403,
      'InvalidSignatureException',
      `The Canonical String should have been ${secret}`,
      'unauthorized',
      'run',
      /does not accept the credentials/,
    ],
    [
      403,
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'unauthorized',
      'run',
      /have expired; renew them/,
    ],
    [
      404,
      'ResourceNotFoundException',
      'Could not resolve the foundation model from the provided model identifier.',
      'model-not-found',
      'run',
      /check the model "us\.anthropic.*us-east-1/,
    ],
    [
      404,
      'ResourceNotFoundException',
      'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form.',
      'forbidden',
      'run',
      /Fill out the Anthropic use case details form$/,
    ],
    [
      400,
      'ValidationException',
      'The provided model identifier is invalid.',
      'model-not-found',
      'run',
      /model identifier is invalid; check the model .* and the region: calls go to us-east-1/,
    ],
    [
      400,
      'ValidationException',
      'Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      'needs-inference-profile',
      'run',
      /inference profile instead, such as bedrock\/us\./,
    ],
    [
      400,
      'ValidationException',
      'Input is too long for requested model.',
      'bad-request',
      'trial',
      /Input is too long for requested model$/,
    ],
    [
      400,
      'ValidationException',
      'The model returned the following errors: output_config.format: Extra inputs are not permitted',
      'unsupported',
      'run',
      /check jsonSchema/,
    ],
    [
      400,
      'ValidationException',
      "This model doesn't support tool use.",
      'unsupported',
      'run',
      /name a model that does/,
    ],
    [
      400,
      'ValidationException',
      'The maximum tokens you requested exceeds the model limit of 200.',
      'bad-parameter',
      'run',
      /check modelParameters\.maxTokens/,
    ],
    [429, 'ThrottlingException', 'Too many requests, please wait.', 'rate-limited', 'attempt', /Too many/],
    [
      429,
      'ThrottlingException',
      'Too many tokens per day, please wait before trying again.',
      'quota-exceeded',
      'run',
      /Service Quotas/,
    ],
    [400, 'ServiceQuotaExceededException', 'Over', 'quota-exceeded', 'run', /Service Quotas/],
    [429, 'ModelNotReadyException', 'Warming up', 'model-not-ready', 'attempt', /Warming up/],
    [408, 'ModelTimeoutException', 'Took too long', 'timeout', 'attempt', /ModelTimeoutException/],
    [424, 'ModelErrorException', 'It failed', 'model-error', 'attempt', /It failed/],
    [500, 'InternalServerException', 'Oops', 'server-error', 'attempt', /answered 500/],
    [503, 'ServiceUnavailableException', 'Busy', 'server-error', 'attempt', /Busy/],
    [400, 'SerializationException', 'Odd', 'bad-request', 'trial', /Odd/],
  ])('%i %s: %s', async (status, name, says, code, scope, message) => {
    const { provider, server } = await start(refuse(status, name, says));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope, exitCode: 2 });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`bedrock at ${server.url} answered ${status} ${name}`);
  });

  it.each<[string, ModelRequest['parameters'], string]>([
    [
      'The model returned the following errors: `temperature` is deprecated for this model.',
      { temperature: 0 },
      'temperature',
    ],
    [
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
      { temperature: 0, topP: 1 },
      'topP',
    ],
    [
      "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
      { stop: 'x' },
      'stop',
    ],
    [
      'Malformed input request: extraneous key [top_k] is not permitted, please reformat your input and try again.',
      { topK: 5 },
      'topK',
    ],
    ['output_config.effort: Extra inputs are not permitted', { reasoningEffort: 'low' }, 'reasoningEffort'],
  ])('finds the parameter in: %s', async (says, parameters, parameter) => {
    const { provider } = await start(refuse(400, 'ValidationException', says));
    const error = await failureOf(ask(provider, { parameters }));
    const alternatives = Object.keys(parameters).filter((name) => name !== parameter);
    expect(error).toMatchObject({ code: 'unsupported-parameter', scope: 'run', parameter, alternatives });
    expect(error.message).toContain(
      `remove modelParameters.${[parameter, ...alternatives].join(' or modelParameters.')}`,
    );
  });

  it('does not blame a parameter that was not sent', async () => {
    const { provider } = await start(refuse(400, 'ValidationException', '`temperature` is deprecated'));
    expect(await failureOf(ask(provider, { parameters: {} }))).toMatchObject({ code: 'bad-request' });
  });

  it('tells where an ARN is of another region than the calls', async () => {
    const { provider } = await start(
      refuse(400, 'ValidationException', 'The provided model identifier is invalid.'),
    );
    const model = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc';
    const error = await failureOf(ask(provider, { model }));
    expect(error.message).toContain('the ARN is of eu-west-1, but calls go to us-east-1');
  });

  it('signs the next call by the right time where the clock of the machine is wrong', async () => {
    const { provider } = await start(
      refuse(403, 'InvalidSignatureException', 'Signature expired', {
        date: 'Wed, 01 Jan 2020 00:00:00 GMT',
      }),
    );
    expect(await failureOf(ask(provider))).toMatchObject({ code: 'clock-skew', scope: 'attempt' });
  });

  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{}, undefined],
  ])('reads how long to wait from %j', async (headers, retryAfterMs) => {
    const { provider } = await start(refuse(429, 'ThrottlingException', 'slow', headers));
    expect((await failureOf(ask(provider))).retryAfterMs).toBe(retryAfterMs);
  });
});

describe('what else answers', () => {
  const moved = { location: 'https://user:pw@other.example/' };
  it.each<[string, number, unknown, Record<string, string>, string, string, RegExp]>([
    [
      'replay: no answer',
      404,
      { error: { message: 'no recorded answer for this user message' } },
      { 'x-amzn-errortype': 'ResourceNotFoundException' },
      'not-found',
      'trial',
      /no recorded answer/,
    ],
    ['another server', 404, { detail: 'Not Found' }, {}, 'not-found', 'trial', /answered 404$/],
    ['a proxy', 403, '<html>Blocked</html>', { 'content-type': 'text/html' }, 'forbidden', 'run', /Blocked/],
    ['a gateway', 502, '<html>Bad Gateway</html>', {}, 'server-error', 'attempt', /Bad Gateway/],
    ['nobody', 503, '', {}, 'server-error', 'attempt', /answered 503$/],
    ['a redirect', 307, '', moved, 'redirected', 'run', /set endpoint of providers\.bedrock/],
    ['a page', 200, '<html>Welcome</html>', {}, 'bad-reply', 'attempt', /the answer is a web page/],
    ['null', 200, 'null', {}, 'bad-reply', 'attempt', /the answer is no JSON object/],
    ['a list', 200, '[1]', {}, 'bad-reply', 'attempt', /the answer is no JSON object/],
    [
      'JSON with NaN',
      200,
      '{"output":{"x":NaN}}',
      {},
      'unreadable-reply',
      'trial',
      /no valid JSON: NaN is none/,
    ],
    ['another JSON', 200, { hello: 1 }, {}, 'bad-reply', 'attempt', /not answer as Converse/],
  ])('%s', async (_name, status, body, headers, code, scope, message) => {
    const { provider, server } = await start((response) => sendJson(response, status, body, headers));
    const error = await failureOf(ask(provider));
    expect(error).toMatchObject({ code, scope });
    expect(error.message).toMatch(message);
    expect(server.requests).toHaveLength(1);
  });

  it('may begin with a byte order mark', async () => {
    const body = `\ufeff${JSON.stringify(fixture('text'))}`;
    const { provider } = await start((response) => sendJson(response, 200, body));
    expect((await ask(provider)).finishReason).toBe('stop');
  });

  it('names a reply that is cut, a connection that is hung up, and an address where nothing answers', async () => {
    const cut = await start((response) => sendHalf(response, JSON.stringify(fixture('text'))));
    expect(await failureOf(ask(cut.provider))).toMatchObject({ code: 'cut-reply', scope: 'attempt' });
    const hungUp = await start((response) => response.destroy());
    expect(await failureOf(ask(hungUp.provider))).toMatchObject({
      code: 'connection-lost',
      scope: 'attempt',
    });
    await hungUp.server.close();
    const gone = await failureOf(ask(hungUp.provider));
    expect(gone).toMatchObject({ code: 'unreachable', scope: 'attempt' });
    expect(gone.message).toContain(`bedrock at ${hungUp.server.url}`);
  });
});

describe('aborts', () => {
  it('makes a time limit a failure of the attempt', async () => {
    const { provider } = await start(() => undefined);
    const error = await failureOf(ask(provider, { signal: AbortSignal.timeout(20) }));
    expect(error).toMatchObject({ code: 'timeout', scope: 'attempt' });
  });

  it('hands the reason of another abort back, and leaves no listener behind', async () => {
    const { provider } = await start((response, _body, index) => {
      if (index === 0) sendJson(response, 200, fixture('text'));
    });
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const added = vi.spyOn(controller.signal, 'addEventListener');
    await ask(provider, { signal: controller.signal });
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    const call = ask(provider, { signal: controller.signal });
    const reason = new Error('stopped by the user');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});
