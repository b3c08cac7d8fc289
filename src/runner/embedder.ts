import { ProviderError } from '../core/errors.ts';
import type { Provider } from '../core/provider.ts';
import { encodeVector } from '../core/vector.ts';

/**
 * The same provider, whose answer to a message is its vector: so embeddings go the way of every other call, with its limits,
 * retries, cache, budget and prices.
 */
export function embedder(provider: Provider): Provider {
  return {
    ...provider,
    async complete({ model, messages, signal }) {
      if (provider.embed === undefined) throw withoutEmbeddings(provider.name);
      const text = messages.map(({ content }) => content).join('\n');
      const { vector, usage, servedModel, limits } = await provider.embed({ model, text, signal });
      return {
        text: encodeVector(vector),
        finishReason: 'stop',
        usage,
        latencyMs: null,
        servedModel,
        ...(limits && { limits }),
      };
    },
  };
}

function withoutEmbeddings(name: string): ProviderError {
  return new ProviderError(`the provider ${name} has no embeddings`, { code: 'unsupported', scope: 'run' });
}
