import { afterEach, expect, it, vi } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { encodeVector } from '../../../src/core/vector.ts';
import { sendHalf, sendJson } from '../server.ts';
import { failureOf, startAzure, startOpenAI } from './start.ts';

afterEach(() => vi.unstubAllEnvs());

const reply = (embedding: unknown, rest: object = {}) => ({
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding }],
  model: 'text-embedding-3-small',
  usage: { prompt_tokens: 5, total_tokens: 5 },
  ...rest,
});

async function embed(provider: Provider, text = 'Grüße 👋') {
  if (provider.embed === undefined) throw new Error('it has no embeddings');
  const signal = new AbortController().signal;
  return provider.embed({ model: 'text-embedding-3-small', text, signal });
}

it('asks for floats, in one call of the path that the servers share', async () => {
  const { server, provider } = await startOpenAI((response) =>
    sendJson(response, 200, reply([0.1, -2, 3e-5])),
  );
  expect(await embed(provider)).toEqual({
    vector: [0.1, -2, 3e-5],
    usage: { inputTokens: 5, outputTokens: 0 },
    servedModel: 'text-embedding-3-small',
  });
  const [request] = server.requests;
  expect([request?.method, request?.path]).toEqual(['POST', '/v1/embeddings']);
  expect(request?.headers.authorization).toMatch(/^Bearer /);
  expect(JSON.parse(request?.body ?? '')).toEqual({
    model: 'text-embedding-3-small',
    input: 'Grüße 👋',
    encoding_format: 'float',
  });
});

it('reads base64 where a server sends that, and estimates tokens that it does not count', async () => {
  const { provider } = await startOpenAI((response) =>
    sendJson(response, 200, reply(encodeVector([0.5, -0.25]), { usage: undefined, model: '' })),
  );
  expect(await embed(provider)).toEqual({
    vector: [0.5, -0.25],
    usage: { inputTokens: 2, outputTokens: 0, estimated: true },
    servedModel: null,
  });
});

it('is not asked in pieces by a provider that streams its answers', async () => {
  const { provider } = await startOpenAI((response) => sendJson(response, 200, reply([1])), { stream: true });
  expect((await embed(provider)).vector).toEqual([1]);
});

it('asks a deployment of Azure', async () => {
  const { server, provider } = await startAzure((response) => sendJson(response, 200, reply([1, 2])));
  expect((await embed(provider)).vector).toEqual([1, 2]);
  expect(server.requests[0]?.path).toBe(
    '/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21',
  );
});

it.each<[string, unknown, RegExp, string?]>([
  ['no list', reply({ a: 1 }), /no embedding in it/],
  ['an empty list', reply([]), /is empty/],
  ['a null where NaN was', reply([1, null]), /no finite number/],
  ['a text in it', reply([1, 'NaN']), /no finite number/],
  ['numbers beyond all floats', reply([1e200, 1e200]), /a number beyond 3.4e38/],
  ['texts alone', reply(['a', 'b']), /no finite number/],
  ['NaN, which is no JSON', '{"data":[{"embedding":[NaN,1]}]}', /no valid JSON: NaN is none/],
  ['base64 of NaN', reply(Buffer.from(Float32Array.of(Number.NaN).buffer).toString('base64')), /base64/],
  ['no base64', reply('zzz!'), /base64/],
  ['two embeddings', { data: [{ embedding: [1] }, { embedding: [1] }] }, /2 came/],
  ['none', { data: [] }, /0 came/],
  ['no data', {}, /0 came/, 'attempt'],
  ['a list', [], /no JSON object/, 'attempt'],
  ['an error with status 200', { error: { message: 'overloaded', code: 503 } }, /overloaded/, 'attempt'],
  ['an error in words', { error: 'model is loading' }, /model is loading/, 'attempt'],
])('takes no reply that holds %s', async (_, body, message, scope = 'trial') => {
  const { provider } = await startOpenAI((response) => sendJson(response, 200, body));
  const failure = await failureOf(embed(provider));
  expect(failure.message).toMatch(message);
  expect(failure.scope).toBe(scope);
});

it.each([
  [401, { error: { message: 'bad key' } }, { code: 'unauthorized', scope: 'run' }],
  [
    404,
    { error: { message: 'no such model', code: 'model_not_found' } },
    { code: 'model-not-found', scope: 'run' },
  ],
  [
    400,
    { error: { message: 'maximum context length is 8192 tokens' } },
    { code: 'bad-request', scope: 'trial' },
  ],
  [429, { error: { message: 'slow down' } }, { code: 'rate-limited', scope: 'attempt' }],
  [500, { error: { message: 'oops' } }, { code: 'server-error', scope: 'attempt' }],
])('tells what a %i means', async (status, body, expected) => {
  const { provider } = await startOpenAI((response) => sendJson(response, status, body));
  expect(await failureOf(embed(provider))).toMatchObject(expected);
});

it('tells a cut reply', async () => {
  const { provider } = await startOpenAI((response) => sendHalf(response, JSON.stringify(reply([1, 2, 3]))));
  expect(await failureOf(embed(provider))).toMatchObject({ code: 'cut-reply', scope: 'attempt' });
});

it('hands on what the headers say of rate limits', async () => {
  const { provider } = await startOpenAI((response) =>
    sendJson(response, 200, reply([1]), {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '2s',
    }),
  );
  expect((await embed(provider)).limits).toMatchObject([{ remaining: 0 }]);
});
