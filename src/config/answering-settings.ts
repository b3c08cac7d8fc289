import { digestible } from '../core/digest.ts';
import { isProviderDefinition } from './define-provider.ts';
import type { ResolvedConfig } from './resolved-config.ts';

type Entry = ResolvedConfig['providers'][string];

/** How fast a provider is asked, and with which key, changes no answer. */
const operating = [
  'apiKey',
  'concurrency',
  'requestsPerMinute',
  'tokensPerMinute',
  'maxRetries',
  'timeoutMs',
];

export function isOperating(setting: string): boolean {
  return operating.includes(setting);
}

/** What of a provider's settings its answers depend on: protocol, address, region and the like. No key of it. */
export function answeringSettings(settings: Entry | undefined): unknown {
  const answering = Object.entries(settings ?? {}).filter(([key]) => !isOperating(key));
  return digestible(Object.fromEntries(answering));
}

/** What a provider reads where the config leaves a setting open, by its type. The first variable that is set counts. */
const variables: Record<string, Record<string, string[]>> = {
  openai: { baseURL: ['OPENAI_BASE_URL'] },
  anthropic: { baseURL: ['ANTHROPIC_BASE_URL'] },
  azure: { endpoint: ['AZURE_OPENAI_ENDPOINT'], apiVersion: ['OPENAI_API_VERSION'] },
  bedrock: {
    // Where no other names the region, the profile does.
    region: ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'],
    endpoint: ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME', 'AWS_ENDPOINT_URL'],
  },
};

/** The settings of a provider with those that the environment makes. */
export function settingsInUse(
  name: string,
  entry: Entry | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Entry {
  if (isProviderDefinition(entry)) return entry;
  const read = (names: string[]) => names.map((variable) => env[variable]?.trim()).find(Boolean);
  const open = Object.entries(variables[entry?.type ?? name] ?? {}).map(([field, names]) => [
    field,
    read(names),
  ]);
  const written = Object.entries(entry ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...open, ...written]);
}
