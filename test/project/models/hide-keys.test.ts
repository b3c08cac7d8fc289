import { expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import type { ModelReply, ModelRequest, Provider } from '../../../src/core/provider.ts';
import { hideKeys, knownKeys } from '../../../src/project/models/hide-keys.ts';
import { withoutKey } from '../../../src/providers/api-key.ts';

const key = 'sk-proj-0123456789';

const request: ModelRequest = {
  model: 'm',
  messages: [],
  parameters: {},
  responseFormat: 'text',
  outputSchema: null,
  tools: [],
  toolChoice: null,
  signal: new AbortController().signal,
};

function providerThat(complete: () => Promise<ModelReply>): Provider {
  return { name: 'p', concurrency: 1, maxRetries: 0, timeoutMs: 1, complete };
}

function replyWith(more: Partial<ModelReply>): ModelReply {
  return { text: '', finishReason: 'stop', usage: null, latencyMs: 1, servedModel: null, ...more };
}

it.each<[string, Partial<ModelReply>, Partial<ModelReply>]>([
  ['a text', { text: `You sent Bearer ${key}, ${key}.` }, { text: 'You sent Bearer [key], [key].' }],
  [
    'the arguments of a call',
    { toolCalls: [{ id: '1', name: 'f', arguments: { headers: [key] } }] },
    { toolCalls: [{ id: '1', name: 'f', arguments: { headers: ['[key]'] } }] },
  ],
  ['the name of a model', { servedModel: `m-${key}` }, { servedModel: 'm-[key]' }],
])('no key stays in %s', async (_, given, clean) => {
  const provider = hideKeys(
    providerThat(async () => replyWith(given)),
    [key],
  );
  expect(await provider.complete(request)).toEqual(replyWith(clean));
});

it('leaves an answer without a key as it is, and takes keys out of what a provider complains about', async () => {
  const reply = replyWith({ text: 'sk-proj', toolCalls: [] });
  expect(
    await hideKeys(
      providerThat(async () => reply),
      [key],
    ).complete(request),
  ).toBe(reply);
  const failing = providerThat(() =>
    Promise.reject(new ProviderError(`no ${key}`, { code: 'x', scope: 'trial' })),
  );
  await expect(hideKeys(failing, [key]).complete(request)).rejects.toThrow('no [key]');
});

it('knows the keys of the config and of the environment, and no placeholder', () => {
  const providers = { a: { apiKey: key }, b: { apiKey: 'unused' }, c: { apiKey: 'lm-studio' }, demo: {} };
  const environment = {
    OPENAI_API_KEY: ' 0123456789abcdef ',
    OWN_API_KEY: 'placeholder',
    SHORT_API_KEY: 'abc123',
    AWS_SECRET_ACCESS_KEY: 'x'.repeat(40),
    PATH: key,
  };
  expect(knownKeys({ providers }, environment)).toEqual([key, '0123456789abcdef', 'abc123', 'x'.repeat(40)]);
});

it('embeddings hold none either, in the name of a model or in what a provider complains about', async () => {
  const asked = { model: 'm', text: 't', signal: request.signal };
  const usage = { inputTokens: 1, outputTokens: 0 };
  const provider = providerThat(async () => replyWith({}));
  const embed = async () => ({ vector: [1], usage, servedModel: `m-${key}` });
  expect(await hideKeys({ ...provider, embed }, [key]).embed?.(asked)).toMatchObject({
    servedModel: 'm-[key]',
  });
  const failing = {
    ...provider,
    embed: () => Promise.reject(new ProviderError(key, { code: 'x', scope: 'trial' })),
  };
  await expect(hideKeys(failing, [key]).embed?.(asked)).rejects.toThrow('[key]');
});

it('errors hold no key in base64 either', () => {
  const shown = withoutKey(`Basic ${Buffer.from(key).toString('base64')}`, key);
  expect(shown).toBe('Basic [key]');
});
