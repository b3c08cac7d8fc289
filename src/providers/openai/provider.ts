import { isJsonObject } from '../../core/json.ts';
import type { ModelReply, ModelRequest, Provider } from '../../core/provider.ts';
import { showURL } from '../base-url.ts';
import { createTransport, type Transport } from '../transport.ts';
import { withErrorMember } from './error-body.ts';
import { type CallContext, callFailure, errorInReply } from './errors.ts';
import { chatBody } from './request.ts';
import { modelReply } from './response.ts';
import { keyVariable, type OpenAIOptions, type OpenAISettings, openAISettings } from './settings.ts';

/** The longest time that a timer takes. */
const never = 2 ** 31 - 1;

/**
 * Chat Completions over OpenAI's SDK, for OpenAI and for every server that speaks its protocol.
 *
 * @throws InputError when there is no usable key or base URL.
 */
export async function createOpenAIProvider(options: OpenAIOptions): Promise<Provider> {
  const settings = openAISettings(options);
  const transport = createTransport({ concurrency: settings.concurrency });
  const client = await createClient(settings, transport);
  const { name, concurrency, maxRetries, timeoutMs, isOfficial, apiKey } = settings;
  const baseURL = showURL(settings.baseURL);

  return {
    name,
    concurrency,
    maxRetries,
    timeoutMs,
    async complete(request) {
      const target = { provider: name, baseURL, model: request.model, keyVariable };
      const context = { target, apiKey, signal: request.signal };
      const body = chatBody(request, isOfficial);
      return withOwnSignal(request, context, async (signal) => {
        const { data, response } = await client.chat.completions.create(body, { signal }).withResponse();
        return replyOf(data, transport.latencyOf(response), context);
      });
    },
    async close() {
      transport.close();
    },
  };
}

/** The SDK with everything off that is the runner's: retries, time limits, and a log that would hold requests. */
async function createClient(settings: OpenAISettings, transport: Transport) {
  const { OpenAI } = await import('openai');
  const { baseURL, apiKey, organization, project } = settings;
  return new OpenAI({
    baseURL,
    apiKey,
    adminAPIKey: null,
    organization,
    project,
    maxRetries: 0,
    timeout: never,
    logLevel: 'off',
    fetch: async (input, init) => withErrorMember(await transport.fetch(input, init)),
  });
}

/** The SDK never takes its listener off the signal that it is given, so each call has its own. */
async function withOwnSignal(
  request: ModelRequest,
  context: CallContext,
  call: (signal: AbortSignal) => Promise<ModelReply>,
): Promise<ModelReply> {
  const controller = new AbortController();
  const abort = () => controller.abort(request.signal.reason);
  request.signal.addEventListener('abort', abort, { once: true });
  try {
    request.signal.throwIfAborted();
    return await call(controller.signal);
  } catch (error) {
    throw callFailure(error, context);
  } finally {
    request.signal.removeEventListener('abort', abort);
  }
}

function replyOf(data: unknown, latencyMs: number | null, context: CallContext): ModelReply {
  if (isJsonObject(data) && isJsonObject(data.error) && !Array.isArray(data.choices)) {
    throw errorInReply(data.error, context);
  }
  return modelReply(data, latencyMs);
}
