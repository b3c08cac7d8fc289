import type { OpenAI } from 'openai';
import type { Json } from '../../core/json.ts';
import type { Provider } from '../../core/provider.ts';
import { keyPlace } from '../api-key.ts';
import { showURL } from '../base-url.ts';
import { requestPreparer } from '../prepared-request.ts';
import type { CallTarget } from '../status-failure.ts';
import { createTransport, type Transport } from '../transport.ts';
import { ask, askStreaming } from './ask.ts';
import { type AzureOptions, azureKeyVariable, azureSettings } from './azure-settings.ts';
import { chatCompletions } from './chat/protocol.ts';
import { azureClient, openAIClient } from './client.ts';
import { filteredReply } from './content-filter.ts';
import { embed, embeddingsPath } from './embed.ts';
import { callFailure } from './errors.ts';
import { responses } from './responses/protocol.ts';
import { type HostSettings, type OpenAIOptions, openAIKeyVariable, openAISettings } from './settings.ts';

/**
 * OpenAI over its SDK, and every server that speaks one of its protocols.
 *
 * @throws InputError when there is no usable key or base URL.
 */
export async function createOpenAIProvider(options: OpenAIOptions): Promise<Provider> {
  const settings = openAISettings(options);
  const transport = createTransport(settings);
  const client = await openAIClient(settings, transport);
  return createProvider(settings, transport, client, {
    keyPlace: keyPlace(options.apiKey, options.name, openAIKeyVariable),
  });
}

/**
 * Deployments of Azure OpenAI, with an API key.
 *
 * @throws InputError when there is no usable key, endpoint or API version.
 */
export async function createAzureProvider(options: AzureOptions): Promise<Provider> {
  const settings = azureSettings(options);
  const transport = createTransport(settings);
  const client = await azureClient(settings, transport);
  const { name, addressField } = settings;
  return createProvider(settings, transport, client, {
    keyPlace: keyPlace(options.apiKey, name, azureKeyVariable),
    addressField,
    checkOn404: `${addressField} and apiVersion of providers.${name}, and the deployment's name`,
  });
}

function createProvider(
  settings: HostSettings,
  transport: Transport,
  client: OpenAI,
  hints: Omit<CallTarget, 'provider' | 'baseURL' | 'model'>,
): Provider {
  const { name, concurrency, maxRetries, timeoutMs, apiKey } = settings;
  const prepare = requestPreparer(client);
  const protocol = settings.api === 'responses' ? responses : chatCompletions;
  const fields = protocol.fields(settings.isOfficial);
  const baseURL = showURL(settings.baseURL);
  const send = settings.stream ? askStreaming : ask;
  const targetOf = (model: string): CallTarget => ({ provider: name, baseURL, model, ...hints });

  return {
    name,
    place: placeOf(settings),
    concurrency,
    maxRetries,
    timeoutMs,
    async complete(request) {
      const { model, parameters, ending: signal = request.signal } = request;
      const context = { target: targetOf(model), path: protocol.path, apiKey, signal, parameters, fields };
      const body = protocol.body(request, fields);
      try {
        signal.throwIfAborted();
        return await send({ client, prepare, transport, protocol, body, request, context });
      } catch (error) {
        const filtered = filteredReply(error, transport);
        if (filtered !== undefined) return filtered;
        throw callFailure(error, context);
      }
    },
    async embed(request) {
      const { model, signal } = request;
      const call = { target: targetOf(model), path: embeddingsPath, apiKey, signal };
      const context = { ...call, parameters: {}, fields };
      try {
        signal.throwIfAborted();
        return await embed(client, request, context);
      } catch (error) {
        throw callFailure(error, context);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** What an answer depends on. Azure's deployments are behind its address; its API version changes what is sent. */
function placeOf(settings: HostSettings & { apiVersion?: string }): Json {
  const { baseURL, api, stream, apiVersion = null } = settings;
  return { baseURL, api, stream, apiVersion };
}
