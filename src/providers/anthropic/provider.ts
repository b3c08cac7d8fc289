import { isJsonObject } from '../../core/json.ts';
import type { ModelReply, Provider } from '../../core/provider.ts';
import { showURL } from '../base-url.ts';
import { createTransport, type Transport } from '../transport.ts';
import { type CallContext, callFailure, errorInReply } from './errors.ts';
import { neededVersion } from './message-body.ts';
import { messageBody } from './request.ts';
import { modelReply } from './response.ts';
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
  const transport = createTransport({ concurrency: settings.concurrency });
  const client = await createClient(settings, transport);
  const { name, concurrency, maxRetries, timeoutMs, apiKey } = settings;
  const baseURL = showURL(settings.baseURL);

  return {
    name,
    concurrency,
    maxRetries,
    timeoutMs,
    async complete(request) {
      const { model, parameters, signal } = request;
      const context = { target: { provider: name, baseURL, model, keyVariable }, apiKey, parameters, signal };
      const body = messageBody(request);
      const version = neededVersion(body);
      const headers = version === undefined ? {} : { 'anthropic-version': version };
      try {
        signal.throwIfAborted();
        // `messages.create` sends the same, and prints a warning a call where the model will be retired.
        const call = client.post<unknown>('/v1/messages', { body, headers, signal });
        const { data, response } = await call.withResponse();
        return replyOf(data, transport.latencyOf(response), context);
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
  const { baseURL, apiKey, isOfficial } = settings;
  return new Anthropic({
    baseURL,
    apiKey,
    // The SDK sends `Authorization: Bearer`; gateways older than that read the key here.
    defaultHeaders: isOfficial ? {} : { 'x-api-key': apiKey },
    maxRetries: 0,
    timeout: never,
    logLevel: 'off',
    openTelemetry: false,
    fetch: transport.fetch,
  });
}

function replyOf(data: unknown, latencyMs: number | null, context: CallContext): ModelReply {
  const hasError = isJsonObject(data) && data.error && !Array.isArray(data.content);
  if (hasError) throw errorInReply(data, context);
  return modelReply(data, latencyMs);
}
