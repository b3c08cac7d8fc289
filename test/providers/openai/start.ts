import { expect, onTestFinished } from 'vitest';
import { ProviderError } from '../../../src/core/errors.ts';
import type { ModelReply, ModelRequest, Provider } from '../../../src/core/provider.ts';
import type { AzureOptions } from '../../../src/providers/openai/azure-settings.ts';
import { createAzureProvider, createOpenAIProvider } from '../../../src/providers/openai/provider.ts';
import type { OpenAIOptions } from '../../../src/providers/openai/settings.ts';
import { type Answer, startServer, type TestServer } from '../server.ts';
import { request } from './request.ts';

export const apiKey = 'sk-proj-VerySecretKey0123456789';

/** A server that answers so, and a provider that asks it; both are closed when the test ends. */
export async function startOpenAI(
  answer: Answer,
  options: Partial<OpenAIOptions> = {},
): Promise<{ server: TestServer; provider: Provider }> {
  const server = await startServer(answer);
  const baseURL = `${server.url}/v1`;
  const provider = await createOpenAIProvider({ name: 'openai', baseURL, apiKey, env: {}, ...options });
  closeAfterTest(server, provider);
  return { server, provider };
}

export async function startAzure(
  answer: Answer,
  options: Partial<AzureOptions> = {},
): Promise<{ server: TestServer; provider: Provider }> {
  const server = await startServer(answer);
  const settings = { name: 'azure', endpoint: `${server.url}/`, apiVersion: '2024-10-21', apiKey, env: {} };
  const provider = await createAzureProvider({ ...settings, ...options });
  closeAfterTest(server, provider);
  return { server, provider };
}

export function closeAfterTest(server: TestServer, provider: Provider): void {
  onTestFinished(async () => {
    await provider.close?.();
    await server.close();
  });
}

export function ask(provider: Provider, parts: Partial<ModelRequest> = {}): Promise<ModelReply> {
  return provider.complete(request({ parameters: { temperature: 0, maxTokens: 300 }, ...parts }));
}

/** What a call is rejected with, after a check that nothing in it holds the key. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw error;
  expect(`${error.message}\n${error.stack}\n${describeDeep(error.cause)}`).not.toContain('VerySecret');
  return error;
}

function describeDeep(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? '';
  return `${value.message} ${JSON.stringify(value, Object.getOwnPropertyNames(value))} ${describeDeep(value.cause)}`;
}
