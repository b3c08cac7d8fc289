import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { createOpenAIProvider } from '../../../src/providers/openai/provider.ts';
import { type OpenAIOptions, openAISettings } from '../../../src/providers/openai/settings.ts';

const settings = (options: Partial<OpenAIOptions> = {}, env: Record<string, string> = {}) =>
  openAISettings({ name: 'openai', env, ...options });

describe('openAISettings', () => {
  it('fills in the defaults', () => {
    expect(settings({ apiKey: 'unused' })).toEqual({
      name: 'openai',
      baseURL: 'https://api.openai.com/v1',
      apiKey: 'unused',
      organization: null,
      project: null,
      concurrency: 50,
      maxRetries: 5,
      timeoutMs: 60_000,
      isOfficial: true,
      api: 'chat',
      stream: false,
    });
  });

  it('reads the environment, and puts the config before it', () => {
    const env = {
      OPENAI_API_KEY: ' sk-env\n',
      OPENAI_BASE_URL: 'http://env/v1',
      OPENAI_ORG_ID: 'org',
      OPENAI_PROJECT_ID: 'proj',
    };
    expect(settings({}, env)).toMatchObject({
      apiKey: 'sk-env',
      baseURL: 'http://env/v1',
      organization: 'org',
      project: 'proj',
      isOfficial: false,
    });
    expect(settings({ apiKey: 'sk-own', baseURL: 'http://own/v1', organization: 'mine' }, env)).toMatchObject(
      {
        apiKey: 'sk-own',
        baseURL: 'http://own/v1',
        organization: 'mine',
      },
    );
  });

  it.each([
    ['https://api.openai.com/v1', true],
    ['https://eu.api.openai.com/v1', true],
    ['https://mine.openai.azure.com/openai/v1', true],
    ['https://notapi.openai.com.evil.example/v1', false],
    ['http://127.0.0.1:8091/v1', false],
  ])('takes %s for OpenAI itself: %s', (baseURL, isOfficial) => {
    expect(settings({ apiKey: 'x', baseURL }).isOfficial).toBe(isOfficial);
  });

  it('shows every problem at once', () => {
    const create = () => settings({ name: 'vllm', baseURL: 'localhost:8000' }, { OPENAI_API_KEY: ' ' });
    expect(create).toThrow(InputError);
    expect(create).toThrow(/providers\.vllm\.baseURL.*\n.*providers\.vllm\.apiKey.*OPENAI_API_KEY/);
  });

  it('names the variable that holds a broken address', () => {
    expect(() => settings({ apiKey: 'x' }, { OPENAI_BASE_URL: 'nonsense' })).toThrow(/OPENAI_BASE_URL/);
  });

  it('makes a missing key the rejection of the provider', async () => {
    await expect(createOpenAIProvider({ name: 'openai', env: {} })).rejects.toBeInstanceOf(InputError);
  });
});
