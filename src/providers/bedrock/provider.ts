import type { Provider } from '../../core/provider.ts';
import { showURL } from '../base-url.ts';
import { withLag } from '../loop-lag.ts';
import { createTransport } from '../transport.ts';
import { createClient } from './client.ts';
import { embeddingBody, embeddingOf } from './embed.ts';
import { callFailure } from './errors.ts';
import type { Place } from './place.ts';
import { converseInput } from './request.ts';
import type { CallOptions } from './request-handler.ts';
import { modelReply, requireObject } from './response.ts';
import { type BedrockOptions, bedrockSettings } from './settings.ts';

/**
 * Converse over AWS's SDK, for models, inference profiles and prompts of Amazon Bedrock.
 *
 * @throws InputError when there is no region, or no credentials.
 */
export async function createBedrockProvider(options: BedrockOptions): Promise<Provider> {
  const settings = bedrockSettings(options);
  const { name, regionPlace, endpoint, concurrency, maxRetries, timeoutMs } = settings;
  const { ConverseCommand, InvokeModelCommand } = await import('@aws-sdk/client-bedrock-runtime');
  const transport = createTransport({ concurrency, timeoutMs });
  const { client, region } = await createClient(settings, transport);
  const place: Place = {
    provider: name,
    region,
    regionPlace,
    endpoint: endpoint === null ? null : showURL(endpoint),
  };

  return {
    name,
    place: { region, endpoint },
    concurrency,
    maxRetries,
    timeoutMs,
    async complete(request) {
      const { model, parameters, signal } = request;
      try {
        signal.throwIfAborted();
        const command = new ConverseCommand(converseInput(request));
        const seen: { latencyMs: number | null; lagMs: number } = { latencyMs: null, lagMs: 0 };
        const call: CallOptions = {
          abortSignal: signal,
          read: requireObject,
          took: (latencyMs, lagMs) => void Object.assign(seen, { latencyMs, lagMs }),
        };
        const reply: unknown = await client.send(command, call);
        return withLag(modelReply(reply, seen.latencyMs), seen.lagMs);
      } catch (error) {
        throw callFailure(error, { model, parameters, place }, signal);
      }
    },
    async embed(request) {
      const { model, signal } = request;
      try {
        signal.throwIfAborted();
        const command = new InvokeModelCommand({
          modelId: model,
          contentType: 'application/json',
          accept: 'application/json',
          body: Buffer.from(embeddingBody(request)),
        });
        let counted: string | undefined;
        const call: CallOptions = {
          abortSignal: signal,
          heard: (headers) => {
            counted = headers.get('x-amzn-bedrock-input-token-count') ?? undefined;
          },
        };
        const { body } = await client.send(command, call);
        return embeddingOf(body, request, counted);
      } catch (error) {
        throw callFailure(error, { model, parameters: {}, place }, signal);
      }
    },
    async close() {
      client.destroy();
      transport.close();
    },
  };
}
