import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { ModelRequest, ProviderAnswer, ProviderEmbedding } from '../../src/core/provider.ts';
import { createDefinedProvider } from '../../src/providers/defined-provider.ts';

const request: ModelRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hello' }],
  parameters: {},
  responseFormat: 'text',
  outputSchema: null,
  tools: [],
  toolChoice: null,
  signal: new AbortController().signal,
};

const ask = (answer: unknown) =>
  createDefinedProvider('mine', { complete: async () => answer as ProviderAnswer }).complete(request);

describe('a provider of one’s own', () => {
  it('has the defaults of every provider, and its own numbers before them', () => {
    const complete = async () => ({ text: '' });
    expect(createDefinedProvider('mine', { complete })).toMatchObject({ concurrency: 50, maxRetries: 5 });
    expect(createDefinedProvider('mine', { complete, concurrency: 2 })).toMatchObject({ concurrency: 2 });
  });

  it('may answer with no more than a text, and is timed', async () => {
    const slow = createDefinedProvider('mine', {
      async complete({ messages }) {
        await wait(20);
        return { text: `You said ${messages[0]?.content}` };
      },
    });
    const reply = await slow.complete(request);
    expect(reply).toMatchObject({
      text: 'You said Hello',
      finishReason: 'stop',
      usage: null,
      servedModel: null,
    });
    expect(reply.latencyMs).toBeGreaterThanOrEqual(19);
  });

  it.each<[string, unknown, object]>([
    [
      'everything',
      {
        text: 'a',
        finishReason: 'length',
        usage: { inputTokens: 3, outputTokens: 1 },
        servedModel: 'm-2',
        latencyMs: 5,
        firstTokenMs: 2,
      },
      {
        finishReason: 'length',
        usage: { inputTokens: 3, outputTokens: 1 },
        servedModel: 'm-2',
        latencyMs: 5,
        firstTokenMs: 2,
      },
    ],
    ['no reason to stop', { text: 'a', finishReason: null }, { finishReason: 'stop' }],
    ['that it knows no usage', { text: 'a', usage: null, servedModel: null }, { usage: null }],
    ['an answer from a cache', { text: 'a', latencyMs: null }, { latencyMs: null }],
    [
      'a call without a text',
      { text: '', toolCalls: [{ id: '1', name: 'look', arguments: { at: 'x' } }] },
      { text: '{"name":"look","arguments":{"at":"x"}}', finishReason: 'tool-calls' },
    ],
  ])('is understood where it answers %s', async (_, answer, reply) => {
    expect(await ask(answer)).toMatchObject(reply);
  });

  it.each([undefined, null, 'text', {}, { text: 3 }])(
    'fails the trial where it answers %j',
    async (answer) => {
      await expect(ask(answer)).rejects.toMatchObject({ code: 'bad-reply', scope: 'trial' });
    },
  );

  it.each<[object, string]>([
    [{ latencyMs: -5 }, 'latencyMs is -5, expected milliseconds (0 or more) or null'],
    [{ latencyMs: Number.NaN }, 'latencyMs is NaN, expected milliseconds (0 or more) or null'],
    [{ latencyMs: '5' }, 'latencyMs is "5", expected milliseconds (0 or more) or null'],
    [
      { finishReason: 'max_tokens' },
      'finishReason is "max_tokens", expected one of stop, length, content-filter, tool-calls, refusal, other',
    ],
    [{ firstTokenMs: -1 }, 'firstTokenMs is -1, expected milliseconds (0 or more)'],
    [{ servedModel: 3 }, 'servedModel is 3, expected a text or null'],
    [{ usage: 'many' }, 'usage is "many", expected { inputTokens, outputTokens } or null'],
    [
      { usage: { inputTokens: 1.5 }, latencyMs: -1 },
      'latencyMs is -1, expected milliseconds (0 or more) or null; usage.inputTokens is 1.5, expected a whole number, 0 or more; usage.outputTokens is missing, expected a whole number, 0 or more',
    ],
    [
      { usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: -1 } },
      'usage.cachedInputTokens is -1, expected a whole number, 0 or more',
    ],
    [
      { usage: { inputTokens: 1e300, outputTokens: 1 } },
      'usage.inputTokens is 1e+300, expected at most 9007199254740991',
    ],
    [
      { toolCalls: [{ name: 'look' }] },
      'toolCalls is [{"name":"look"}], expected a list of { id, name, arguments }',
    ],
  ])('fails the trial where it answers a text and %j', async (more, flaw) => {
    await expect(ask({ text: 'a', ...more })).rejects.toMatchObject({
      code: 'bad-reply',
      scope: 'trial',
      message: `the provider mine gave an answer that can't be counted: ${flaw}`,
    });
  });

  it('fails the trial where it throws, and may say how far its failure reaches', async () => {
    const throwing = (error: unknown) =>
      createDefinedProvider('mine', { complete: () => Promise.reject(error) }).complete(request);
    await expect(throwing(new Error('no line'))).rejects.toMatchObject({
      code: 'provider-failed',
      scope: 'trial',
      message: 'the provider mine failed: no line',
    });
    const busy = new ProviderError('busy', { code: 'rate-limited', scope: 'attempt' });
    await expect(throwing(busy)).rejects.toBe(busy);
    const answer = {
      get text() {
        throw new Error('no text');
      },
    };
    await expect(ask(answer)).rejects.toMatchObject({ code: 'provider-failed', scope: 'trial' });
  });
});

describe('embeddings of a provider of one’s own', () => {
  const embed = (given: unknown) => {
    const definition = {
      complete: async () => ({ text: '' }),
      embed: async () => given as ProviderEmbedding,
    };
    const provider = createDefinedProvider('mine', definition);
    if (provider.embed === undefined) throw new Error('it has none');
    return provider.embed({ model: 'm', text: 'Grüße 👋', signal: new AbortController().signal });
  };

  it.each<[unknown, object]>([
    [
      { vector: [0.5, -1], inputTokens: 3 },
      { vector: [0.5, -1], usage: { inputTokens: 3, outputTokens: 0 } },
    ],
    [{ vector: Float32Array.of(0.5, -1) }, { vector: [0.5, -1], usage: { inputTokens: 2, estimated: true } }],
    [{ vector: [1], inputTokens: 'many' }, { usage: { estimated: true } }],
  ])('takes %j', async (given, embedding) => {
    expect(await embed(given)).toMatchObject(embedding);
  });

  it.each([undefined, null, [1, 2], {}, { vector: [] }, { vector: [1, Number.NaN] }, { vector: ['1'] }])(
    'does not take %j',
    async (given) => {
      await expect(embed(given)).rejects.toMatchObject({ code: 'unreadable-reply', scope: 'trial' });
    },
  );

  it('are there only where it has them', () => {
    expect(createDefinedProvider('mine', { complete: async () => ({ text: '' }) }).embed).toBeUndefined();
  });

  it('fail the trial alone where they throw', async () => {
    const provider = createDefinedProvider('mine', {
      complete: async () => ({ text: '' }),
      embed: () => Promise.reject(new Error('out of memory')),
    });
    const asked = provider.embed?.({ model: 'm', text: 'a', signal: new AbortController().signal });
    await expect(asked).rejects.toMatchObject({ code: 'provider-failed', scope: 'trial' });
  });
});
