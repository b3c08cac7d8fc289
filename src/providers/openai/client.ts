import type { OpenAI } from 'openai';
import type { Fetch, Transport } from '../transport.ts';
import type { AzureSettings } from './azure-settings.ts';
import { withErrorMember } from './error-body.ts';
import type { HostSettings, OpenAISettings } from './settings.ts';

/** The longest time that a timer takes. */
const never = 2 ** 31 - 1;

/** The SDK is loaded here, when a run first needs it. */
export async function openAIClient(settings: OpenAISettings, transport: Transport): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  const { organization, project } = settings;
  return new OpenAI({ ...lean(settings, transport), organization, project });
}

export async function azureClient(settings: AzureSettings, transport: Transport): Promise<OpenAI> {
  const { AzureOpenAI } = await import('openai');
  const { apiVersion } = settings;
  return new AzureOpenAI({ ...lean(settings, transport), apiVersion, organization: null, project: null });
}

/** Everything off that is the runner's: retries, time limits, and a log that would hold requests. */
function lean({ baseURL, apiKey, stream }: HostSettings, transport: Transport) {
  const send: Fetch = stream ? transport.stream : transport.fetch;
  return {
    baseURL,
    apiKey,
    adminAPIKey: null,
    maxRetries: 0,
    timeout: never,
    logLevel: 'off' as const,
    fetch: async (input: Parameters<Fetch>[0], init?: RequestInit) =>
      withErrorMember(await send(input, init)),
  };
}
