import { ProviderError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type {
  Embedding,
  EmbeddingRequest,
  ModelReply,
  ModelRequest,
  Provider,
  ProviderAnswer,
  ProviderDefinition,
} from '../core/provider.ts';
import { answerFlaws } from './answer-flaws.ts';
import { providerDefaults } from './defaults.ts';
import { embeddingUsage, readVector } from './embeddings.ts';
import { loopLag, withLag } from './loop-lag.ts';
import { textOfCalls } from './tool-calls.ts';

/** A provider from the config's own code. Nothing that it answers is taken on trust. */
export function createDefinedProvider(name: string, definition: ProviderDefinition): Provider {
  const { concurrency, maxRetries, timeoutMs, embed } = { ...providerDefaults, ...definition };
  return {
    name,
    place: { complete: String(definition.complete), ...(embed && { embed: String(embed) }) },
    concurrency,
    maxRetries,
    timeoutMs,
    complete: (request) => ask(name, definition, request),
    ...(embed && { embed: (request) => embedWith(name, definition, request) }),
    async close() {
      await definition.close?.();
    },
  };
}

function ask(name: string, definition: ProviderDefinition, request: ModelRequest): Promise<ModelReply> {
  return guarded(name, request.signal, async () => {
    const began = performance.now();
    const lag = loopLag();
    const turn = lag.turn();
    const { ending: _, ...asked } = request;
    const answer: unknown = await definition.complete({ ...asked, signal: request.signal });
    const lagMs = lag.atMost(turn);
    const reply = replyOf(name, answer, performance.now() - began);
    // One that it measured itself is taken as it is.
    return isJsonObject(answer) && answer.latencyMs !== undefined ? reply : withLag(reply, lagMs);
  });
}

function embedWith(
  name: string,
  definition: ProviderDefinition,
  request: EmbeddingRequest,
): Promise<Embedding> {
  return guarded(name, request.signal, async () => {
    const given: unknown = await definition.embed?.(request);
    const { vector, inputTokens } = isJsonObject(given) ? given : {};
    return {
      vector: readVector(isNumbers(vector) ? [...vector] : vector, `embed of the provider ${name}`),
      usage: embeddingUsage(inputTokens, request.text),
      servedModel: null,
    };
  });
}

function isNumbers(value: unknown): value is Float32Array | Float64Array {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/** Whatever its code throws, that of an answer's getters too, fails the trial alone, where it does not say otherwise. */
async function guarded<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError || signal.aborted) throw error;
    const says = error instanceof Error ? error.message : String(error);
    const failure = { code: 'provider-failed', scope: 'trial', cause: error } as const;
    throw new ProviderError(`the provider ${name} failed: ${says}`, failure);
  }
}

/** @throws ProviderError `bad-reply` where it is no answer. */
function replyOf(name: string, given: unknown, elapsedMs: number): ModelReply {
  const answer = requireAnswer(name, given);
  const { text, usage = null, servedModel = null, latencyMs = elapsedMs, toolCalls, firstTokenMs } = answer;
  const calls = toolCalls?.length ? toolCalls : undefined;
  return {
    text: text === '' && calls ? textOfCalls(calls) : text,
    finishReason: answer.finishReason ?? (calls ? 'tool-calls' : 'stop'),
    usage,
    latencyMs,
    servedModel,
    ...(calls && { toolCalls: calls }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
  };
}

function requireAnswer(name: string, given: unknown): ProviderAnswer {
  if (isAnswer(given)) return given;
  const flaws = isJsonObject(given) ? answerFlaws(given).join('; ') : '';
  const what = flaws === '' ? 'answered without a text' : `gave an answer that can't be counted: ${flaws}`;
  throw new ProviderError(`the provider ${name} ${what}`, { code: 'bad-reply', scope: 'trial' });
}

function isAnswer(given: unknown): given is ProviderAnswer {
  return isJsonObject(given) && answerFlaws(given).length === 0;
}
