import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/core/provider.ts';
import { createAzureProvider, createOpenAIProvider } from '../../../src/providers/openai/provider.ts';
import { request } from './request.ts';

const mock = new LLMock({ port: 0 });
// Of each format it takes the names that are its own.
const usage = { prompt_tokens: 42, completion_tokens: 7, input_tokens: 42, output_tokens: 7 };

beforeAll(async () => {
  mock.onMessage('Where is my invoice?', { content: '{"category":"billing"}', usage });
  mock.onMessage('How warm is it?', {
    toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }],
    usage,
  });
  await mock.start();
});
afterAll(() => mock.stop());

const common = { name: 'mock', apiKey: 'unused', env: {} };
const openAI = (options: object) =>
  createOpenAIProvider({ ...common, baseURL: `${mock.url}/v1`, ...options });
const azure = (options: object) =>
  createAzureProvider({ ...common, endpoint: mock.url, apiVersion: '2024-10-21', ...options });

describe.each<[string, () => Promise<Provider>, boolean]>([
  ['Chat Completions', () => openAI({}), false],
  ['Chat Completions, streamed', () => openAI({ stream: true }), true],
  ['Responses', () => openAI({ api: 'responses' }), false],
  ['Responses, streamed', () => openAI({ api: 'responses', stream: true }), true],
  ['Azure', () => azure({}), false],
  ['Azure, streamed', () => azure({ stream: true }), true],
])('an independent server: %s', (_name, create, isStreamed) => {
  const ask = async (content: string) => {
    const provider = await create();
    const messages = [
      { role: 'system' as const, content: 'You sort support messages.' },
      { role: 'user' as const, content },
    ];
    const tools = [{ name: 'get_weather', parameters: { type: 'object' } }];
    return provider
      .complete(request({ messages, tools, toolChoice: 'auto', parameters: { temperature: 0 } }))
      .finally(() => provider.close?.());
  };
  const times = {
    latencyMs: expect.any(Number),
    lagMs: expect.any(Number),
    ...(isStreamed ? { firstTokenMs: expect.any(Number) } : {}),
  };

  it('answers with a text', async () => {
    expect(await ask('Where is my invoice?')).toEqual({
      text: '{"category":"billing"}',
      finishReason: 'stop',
      usage: { inputTokens: 42, outputTokens: 7 },
      servedModel: 'gpt-4.1-mini',
      ...times,
    });
  });

  it('calls a tool', async () => {
    expect(await ask('How warm is it?')).toEqual({
      text: '{"name":"get_weather","arguments":{"city":"Paris"}}',
      toolCalls: [{ id: expect.stringMatching(/./), name: 'get_weather', arguments: { city: 'Paris' } }],
      finishReason: 'tool-calls',
      usage: { inputTokens: 42, outputTokens: 7 },
      servedModel: 'gpt-4.1-mini',
      ...times,
    });
  });
});
