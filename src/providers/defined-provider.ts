import type { FinishReason, Usage } from '../core/completion.ts';
import { ProviderError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type {
  ModelReply,
  ModelRequest,
  Provider,
  ProviderAnswer,
  ProviderDefinition,
} from '../core/provider.ts';
import { providerDefaults } from './defaults.ts';
import { loopLag, withLag } from './loop-lag.ts';
import { textOfCalls } from './tool-calls.ts';

const finishReasons: readonly FinishReason[] = [
  'stop',
  'length',
  'content-filter',
  'tool-calls',
  'refusal',
  'other',
];

/** A provider from the config's own code. Nothing that it answers is taken on trust. */
export function createDefinedProvider(name: string, definition: ProviderDefinition): Provider {
  const { concurrency, maxRetries, timeoutMs } = { ...providerDefaults, ...definition };
  return {
    name,
    place: { complete: String(definition.complete) },
    concurrency,
    maxRetries,
    timeoutMs,
    complete: (request) => ask(name, definition, request),
    async close() {
      await definition.close?.();
    },
  };
}

async function ask(name: string, definition: ProviderDefinition, request: ModelRequest): Promise<ModelReply> {
  const began = performance.now();
  const lag = loopLag();
  const turn = lag.turn();
  let answer: unknown;
  try {
    answer = await definition.complete(request);
  } catch (error) {
    if (error instanceof ProviderError || request.signal.aborted) throw error;
    const says = error instanceof Error ? error.message : String(error);
    const failure = { code: 'provider-failed', scope: 'trial', cause: error } as const;
    throw new ProviderError(`the provider ${name} failed: ${says}`, failure);
  }
  const lagMs = lag.atMost(turn);
  const reply = replyOf(name, answer, performance.now() - began);
  // One that it measured itself is taken as it is.
  return isJsonObject(answer) && answer.latencyMs !== undefined ? reply : withLag(reply, lagMs);
}

/** @throws ProviderError `bad-reply` where it is no answer. */
function replyOf(name: string, answer: unknown, elapsedMs: number): ModelReply {
  if (!isAnswer(answer)) {
    throw new ProviderError(`the provider ${name} answered without a text`, {
      code: 'bad-reply',
      scope: 'trial',
    });
  }
  const { text, usage = null, servedModel = null, latencyMs = elapsedMs, toolCalls, firstTokenMs } = answer;
  const calls = toolCalls?.length ? toolCalls : undefined;
  return {
    text: text === '' && calls ? textOfCalls(calls) : text,
    finishReason:
      finishReasons.find((reason) => reason === answer.finishReason) ?? (calls ? 'tool-calls' : 'stop'),
    usage: isUsage(usage) ? usage : null,
    latencyMs,
    servedModel,
    ...(calls && { toolCalls: calls }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
  };
}

function isAnswer(answer: unknown): answer is ProviderAnswer {
  return isJsonObject(answer) && typeof answer.text === 'string';
}

function isUsage(usage: Usage | null): usage is Usage {
  return (
    usage !== null &&
    [usage.inputTokens, usage.outputTokens].every((count) => Number.isInteger(count) && count >= 0)
  );
}
