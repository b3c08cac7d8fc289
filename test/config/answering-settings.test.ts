import { expect, it } from 'vitest';
import { answeringSettings, settingsInUse } from '../../src/config/answering-settings.ts';
import type { ProviderConfig } from '../../src/config/user-config.ts';
import { anthropicSettings } from '../../src/providers/anthropic/settings.ts';
import { bedrockSettings } from '../../src/providers/bedrock/settings.ts';
import { azureSettings } from '../../src/providers/openai/azure-settings.ts';
import { openAISettings } from '../../src/providers/openai/settings.ts';

const here = 'http://here/v1';
const there = 'http://there/v1';

it.each<[string, ProviderConfig | undefined, Record<string, string>, object]>([
  ['openai', undefined, {}, {}],
  ['openai', undefined, { OPENAI_BASE_URL: there, ANTHROPIC_BASE_URL: here }, { baseURL: there }],
  ['openai', { baseURL: here, apiKey: 'sk-one' }, { OPENAI_BASE_URL: there }, { baseURL: here }],
  ['local', { type: 'openai' }, { OPENAI_BASE_URL: ` ${there} ` }, { type: 'openai', baseURL: there }],
  ['anthropic', { stream: true }, { ANTHROPIC_BASE_URL: there }, { stream: true, baseURL: there }],
  ['bedrock', {}, { AWS_REGION: ' ', AWS_DEFAULT_REGION: 'eu-west-1' }, { region: 'eu-west-1' }],
  ['bedrock', {}, { AWS_PROFILE: 'paris' }, { region: 'paris' }],
  ['bedrock', {}, { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'paris' }, { region: 'eu-west-1' }],
  ['bedrock', {}, { AWS_ENDPOINT_URL: there }, { endpoint: there }],
  ['bedrock', {}, { AWS_ENDPOINT_URL: here, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: there }, { endpoint: there }],
  ['demo', {}, { OPENAI_BASE_URL: there }, {}],
])('%s set to %j answers by the environment %j too', (name, entry, env, expected) => {
  const settings = answeringSettings(settingsInUse(name, entry, env));
  expect(JSON.parse(JSON.stringify(settings))).toEqual(expected);
});

it('knows the variables that the providers themselves read', () => {
  const env = {
    OPENAI_BASE_URL: 'http://openai/v1',
    ANTHROPIC_BASE_URL: 'http://anthropic',
    AZURE_OPENAI_ENDPOINT: 'https://own.openai.azure.com',
    OPENAI_API_VERSION: '2024-10-21',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://aws:4566',
  };
  const options = (name: string) => ({ name, apiKey: 'sk-of-a-test-0123456789', env });
  const inUse = (name: string) => settingsInUse(name, undefined, env);
  expect(openAISettings(options('openai'))).toMatchObject(inUse('openai'));
  expect(anthropicSettings(options('anthropic'))).toMatchObject(inUse('anthropic'));
  const { apiVersion, baseURL } = azureSettings(options('azure'));
  expect(inUse('azure')).toEqual({ endpoint: env.AZURE_OPENAI_ENDPOINT, apiVersion });
  expect(baseURL).toContain(env.AZURE_OPENAI_ENDPOINT);
  expect(bedrockSettings({ name: 'bedrock', env })).toMatchObject(inUse('bedrock'));
});
