import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import { createBedrockProvider } from '../../../src/providers/bedrock/provider.ts';
import { type Answer, sendJson, startServer } from '../server.ts';
import { credentials, stubAws } from './support.ts';

const open: { close?(): unknown }[] = [];
beforeEach(() => stubAws(credentials));
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close?.();
  vi.unstubAllEnvs();
});

async function embed(model: string, answer: Answer, text = 'Grüße 👋') {
  const server = await startServer(answer);
  const provider = await createBedrockProvider({
    name: 'bedrock',
    region: 'us-east-1',
    endpoint: server.url,
  });
  open.push(server, provider);
  const signal = new AbortController().signal;
  const made = provider.embed?.({ model, text, signal });
  const embedding = await made?.catch((error: unknown) => error);
  return { embedding, requests: server.requests };
}

const titan = 'amazon.titan-embed-text-v2:0';
const cohere = 'cohere.embed-multilingual-v3';

it('asks Titan as its reference says', async () => {
  const { embedding, requests } = await embed(titan, (response) =>
    sendJson(response, 200, {
      embedding: [0.25, -1],
      embeddingsByType: { float: [0.25, -1] },
      inputTextTokenCount: 4,
    }),
  );
  expect(embedding).toEqual({
    vector: [0.25, -1],
    usage: { inputTokens: 4, outputTokens: 0 },
    servedModel: null,
  });
  expect(requests[0]?.path).toBe('/model/amazon.titan-embed-text-v2%3A0/invoke');
  expect(requests[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ inputText: 'Grüße 👋' });
});

it.each([
  ['a list of vectors', cohere, [[1, 2]]],
  ['vectors by type', 'us.cohere.embed-v4:0', { float: [[1, 2]] }],
])('asks Cohere, which answers with %s', async (_, model, embeddings) => {
  const { embedding, requests } = await embed(model, (response) =>
    sendJson(response, 200, { embeddings, id: 'x', texts: [] }, { 'x-amzn-bedrock-input-token-count': '7' }),
  );
  expect(embedding).toMatchObject({ vector: [1, 2], usage: { inputTokens: 7, outputTokens: 0 } });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    texts: ['Grüße 👋'],
    input_type: 'clustering',
    truncate: 'NONE',
  });
});

it('estimates tokens that nobody counts', async () => {
  const { embedding } = await embed(cohere, (response) => sendJson(response, 200, { embeddings: [[1]] }));
  expect(embedding).toMatchObject({ usage: { inputTokens: 2, outputTokens: 0, estimated: true } });
});

it.each<[string, string, unknown, string?]>([
  ['nothing', titan, {}],
  ['an empty vector', titan, { embedding: [] }],
  ['a null', titan, { embedding: [1, null] }],
  ['two vectors for one text', cohere, { embeddings: [[1], [2]] }],
  ['another type alone', cohere, { embeddings: { int8: [[1]] } }],
  ['a list', cohere, [], 'attempt'],
  ['no JSON', titan, 'oops', 'attempt'],
])('takes no reply that holds %s', async (_, model, body, scope = 'trial') => {
  const { embedding } = await embed(model, (response) => sendJson(response, 200, body));
  expect(embedding).toBeInstanceOf(ProviderError);
  const code = scope === 'trial' ? 'unreadable-reply' : 'bad-reply';
  expect(embedding).toMatchObject({ code, scope });
});

it('ends the run for a model whose body nobody knows, without a call', async () => {
  const { embedding, requests } = await embed('meta.llama3-8b', (response) => sendJson(response, 200, {}));
  expect(embedding).toMatchObject({ code: 'unsupported', scope: 'run' });
  expect(requests).toEqual([]);
});

it('tells a refusal by its name', async () => {
  const refuse: Answer = (response) =>
    sendJson(
      response,
      400,
      { message: 'Too many input tokens.' },
      { 'x-amzn-errortype': 'ValidationException' },
    );
  expect((await embed(titan, refuse)).embedding).toMatchObject({ code: 'bad-request', scope: 'trial' });
});
