import { LLMock } from '@copilotkit/aimock';
import { afterEach, expect, it, vi } from 'vitest';
import { createBedrockProvider } from '../../../src/providers/bedrock/provider.ts';
import { credentials, request, stubAws } from './support.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('talks to an independent server of the same wire format', async () => {
  stubAws(credentials);
  const mock = new LLMock({ port: 0 });
  const usage = { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49 };
  mock.onMessage('Where is my invoice?', { content: '{"category":"billing"}', usage });
  mock.onMessage('Which song?', {
    toolCalls: [{ id: 'tooluse_1', name: 'top_song', arguments: '{"sign":"WZPZ"}' }],
    usage,
  });
  await mock.start();
  const provider = await createBedrockProvider({ name: 'bedrock', region: 'us-east-1', endpoint: mock.url });
  const ask = (content: string) =>
    provider.complete(
      request({
        messages: [
          { role: 'system', content: 'You sort support messages.' },
          { role: 'user', content },
        ],
        tools: [{ name: 'top_song', parameters: { type: 'object' } }],
        toolChoice: 'auto',
      }),
    );
  try {
    expect(await ask('Where is my invoice?')).toMatchObject({
      text: '{"category":"billing"}',
      finishReason: 'stop',
      usage: { inputTokens: 42, outputTokens: 7 },
    });
    expect(await ask('Which song?')).toMatchObject({
      text: '{"name":"top_song","arguments":{"sign":"WZPZ"}}',
      finishReason: 'tool-calls',
      toolCalls: [{ id: 'tooluse_1', name: 'top_song', arguments: { sign: 'WZPZ' } }],
    });
    expect(mock.getRequests()).toHaveLength(2);
  } finally {
    await provider.close?.();
    await mock.stop();
  }
});
