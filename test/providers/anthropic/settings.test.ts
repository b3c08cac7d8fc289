import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { createAnthropicProvider } from '../../../src/providers/anthropic/provider.ts';
import { type AnthropicOptions, anthropicSettings } from '../../../src/providers/anthropic/settings.ts';

const settings = (options: Partial<AnthropicOptions> = {}, env: Record<string, string> = {}) =>
  anthropicSettings({ name: 'anthropic', env, ...options });

describe('anthropicSettings', () => {
  it('fills in the defaults', () => {
    expect(settings({ apiKey: 'unused' })).toEqual({
      name: 'anthropic',
      baseURL: 'https://api.anthropic.com',
      apiKey: 'unused',
      concurrency: 50,
      maxRetries: 5,
      timeoutMs: 60_000,
      stream: false,
      isOfficial: true,
    });
  });

  it('reads the environment, and puts the config before it', () => {
    const env = { ANTHROPIC_API_KEY: ' sk-ant-env\n', ANTHROPIC_BASE_URL: 'http://env' };
    expect(settings({}, env)).toMatchObject({
      apiKey: 'sk-ant-env',
      baseURL: 'http://env',
      isOfficial: false,
    });
    const own = { apiKey: 'sk-ant-own', baseURL: 'http://own' };
    expect(settings(own, env)).toMatchObject(own);
  });

  it('shows every problem at once', () => {
    const create = () => settings({ name: 'gateway', baseURL: 'localhost:8000' }, { ANTHROPIC_API_KEY: ' ' });
    expect(create).toThrow(InputError);
    expect(create).toThrow(/providers\.gateway\.baseURL.*\n.*providers\.gateway\.apiKey.*ANTHROPIC_API_KEY/);
  });

  it.each(['http://127.0.0.1:8091/v1', 'http://127.0.0.1:8091/v1/'])('does not take %s', (baseURL) => {
    expect(() => settings({ apiKey: 'x', baseURL })).toThrow(/ends in \/v1.*without \/v1/);
  });

  it('takes a path before the one that the SDK adds', () => {
    expect(settings({ apiKey: 'x', baseURL: 'https://gw.example/anthropic' }).isOfficial).toBe(false);
  });

  it('names the variable that holds a broken address', () => {
    expect(() => settings({ apiKey: 'x' }, { ANTHROPIC_BASE_URL: 'nonsense' })).toThrow(/ANTHROPIC_BASE_URL/);
  });

  it('makes a missing key the rejection of the provider', async () => {
    await expect(createAnthropicProvider({ name: 'anthropic', env: {} })).rejects.toBeInstanceOf(InputError);
  });
});
