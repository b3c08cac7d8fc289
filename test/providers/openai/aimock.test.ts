import { LLMock } from '@copilotkit/aimock';
import { expect, it } from 'vitest';
import { createOpenAIProvider } from '../../../src/providers/openai/provider.ts';

it('talks to an independent server of the same wire format', async () => {
  const mock = new LLMock({ port: 0 });
  mock.onMessage('Where is my invoice?', {
    content: '{"category":"billing"}',
    usage: { prompt_tokens: 42, completion_tokens: 7, total_tokens: 49 },
  });
  await mock.start();
  const provider = await createOpenAIProvider({
    name: 'openai',
    baseURL: `${mock.url}/v1`,
    apiKey: 'unused',
    env: {},
  });
  try {
    const reply = await provider.complete({
      model: 'gpt-4.1-mini',
      messages: [
        { role: 'system', content: 'You sort support messages.' },
        { role: 'user', content: 'Where is my invoice?' },
      ],
      parameters: { temperature: 0 },
      responseFormat: 'json_object',
      outputSchema: null,
      tools: [],
      toolChoice: null,
      signal: new AbortController().signal,
    });
    expect(reply).toMatchObject({
      text: '{"category":"billing"}',
      finishReason: 'stop',
      usage: { inputTokens: 42, outputTokens: 7 },
      servedModel: 'gpt-4.1-mini',
    });
    expect(mock.getRequests()).toHaveLength(1);
  } finally {
    await provider.close?.();
    await mock.stop();
  }
});
