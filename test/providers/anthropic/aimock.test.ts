import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import { aRequest } from './a-request.ts';

describe.each([false, true])('an independent server of the same wire format, stream: %s', (stream) => {
  const mock = new LLMock({ port: 0 });
  let provider: Provider;

  beforeAll(async () => {
    mock.onMessage('Where is my invoice?', {
      content: '{"category":"billing"}',
      usage: { input_tokens: 42, output_tokens: 7 },
    });
    mock.onMessage('What is the weather?', {
      toolCalls: [{ id: 'toolu_9', name: 'weather', arguments: '{"city":"Paris"}' }],
    });
    await mock.start();
    provider = await createAnthropicProvider({
      name: 'anthropic',
      baseURL: mock.url,
      apiKey: 'unused',
      stream,
      env: {},
    });
  });
  afterAll(async () => {
    await provider.close?.();
    await mock.stop();
  });

  it('answers', async () => {
    const messages = [
      { role: 'system', content: 'You sort support messages.' },
      { role: 'user', content: 'Where is my invoice?' },
    ] as const;
    const reply = await provider.complete(
      aRequest({ messages: [...messages], parameters: { temperature: 0 } }),
    );
    expect(reply).toMatchObject({
      text: '{"category":"billing"}',
      finishReason: 'stop',
      usage: { inputTokens: 42, outputTokens: 7 },
      servedModel: 'claude-sonnet-4-6',
    });
    expect(reply.firstTokenMs === undefined).toBe(!stream);
    expect(reply.firstTokenMs ?? 0).toBeLessThanOrEqual(reply.latencyMs ?? 0);
  });

  it('calls a tool', async () => {
    const reply = await provider.complete(
      aRequest({
        messages: [{ role: 'user', content: 'What is the weather?' }],
        tools: [{ name: 'weather', parameters: { type: 'object' } }],
        toolChoice: 'auto',
      }),
    );
    expect(reply).toMatchObject({
      text: '{"name":"weather","arguments":{"city":"Paris"}}',
      finishReason: 'tool-calls',
      toolCalls: [{ id: 'toolu_9', name: 'weather', arguments: { city: 'Paris' } }],
    });
  });
});
