import type { Provider } from '../../core/provider.ts';
import { keyPlace } from '../api-key.ts';
import { showURL } from '../base-url.ts';
import { requestPreparer } from '../prepared-request.ts';
import { createTransport, type Transport } from '../transport.ts';
import { ask, askStreaming, messagesPath } from './ask.ts';
import { callFailure } from './errors.ts';
import { messageBody } from './request.ts';
import { type AnthropicOptions, type AnthropicSettings, anthropicSettings, keyVariable } from './settings.ts';

/** The longest time that a timer takes. */
const never = 2 ** 31 - 1;

/**
 * Messages over Anthropic's SDK, for Anthropic and for every server that speaks its protocol.
 *
 * @throws InputError when there is no usable key or base URL.
 */
export async function createAnthropicProvider(options: AnthropicOptions): Promise<Provider> {
  const settings = anthropicSettings(options);
  const transport = createTransport(settings);
  const client = await createClient(settings, transport);
  const prepare = requestPreparer(client);
  const { name, concurrency, maxRetries, timeoutMs, stream, apiKey } = settings;
  const baseURL = showURL(settings.baseURL);
  const place = keyPlace(options.apiKey, name, keyVariable);

  return {
    name,
    place: { baseURL: settings.baseURL, stream },
    concurrency,
    maxRetries,
    timeoutMs,
    async complete(request) {
      const { model, parameters, ending: signal = request.signal } = request;
      const context = {
        target: { provider: name, baseURL, model, keyPlace: place },
        path: messagesPath,
        apiKey,
        parameters,
        signal,
      };
      const call = { client, prepare, transport, request, body: messageBody(request), context };
      try {
        signal.throwIfAborted();
        return await (stream ? askStreaming(call) : ask(call));
      } catch (error) {
        throw callFailure(error, context);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** The SDK with everything off that is the runner's: retries, time limits, traces, and a log that would hold requests. */
async function createClient(settings: AnthropicSettings, transport: Transport) {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const { baseURL, apiKey, stream, isOfficial } = settings;
  return new Anthropic({
    baseURL,
    apiKey,
    // The SDK sends `Authorization: Bearer`; gateways older than that read the key here.
    defaultHeaders: isOfficial ? {} : { 'x-api-key': apiKey },
    maxRetries: 0,
    timeout: never,
    logLevel: 'off',
    openTelemetry: false,
    fetch: stream ? transport.stream : transport.fetch,
  });
}
