import type { FinishReason, Usage } from '../../core/completion.ts';
import { ProviderError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { ModelReply } from '../../core/provider.ts';

const finishReasons: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
};

/**
 * A reply of Chat Completions as ours. Compatible servers leave out or bend what the SDK's types promise, so
 * nothing is taken on trust.
 *
 * @param reply the parsed body of a 200.
 * @throws ProviderError: `empty-reply` (scope `trial`) without a choice, `bad-reply` (scope `attempt`) where the
 *   body is no such reply at all.
 */
export function modelReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply('the answer is no JSON object');
  const choices = reply.choices ?? [];
  if (!Array.isArray(choices)) throw badReply('"choices" is no list');
  const choice = choices[0];
  if (!isJsonObject(choice) || !isJsonObject(choice.message)) {
    throw new ProviderError('the model answered with no choice', { code: 'empty-reply', scope: 'trial' });
  }
  const { content, refusal } = choice.message;
  const refused = typeof refusal === 'string' && refusal !== '';
  return {
    text: refused ? refusal : textOf(content),
    finishReason: refused ? 'refusal' : finishReason(choice.finish_reason),
    usage: usageOf(reply.usage),
    latencyMs,
    servedModel: typeof reply.model === 'string' && reply.model !== '' ? reply.model : null,
  };
}

/** A tool call has no text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  throw badReply('the content of the message is no text');
}

function finishReason(word: unknown): FinishReason {
  return typeof word === 'string' && Object.hasOwn(finishReasons, word)
    ? (finishReasons[word] ?? 'other')
    : 'other';
}

/** Null where nothing usable is reported. A call of zero tokens does not exist: such a count is a missing one. */
function usageOf(usage: unknown): Usage | null {
  if (!isJsonObject(usage)) return null;
  const inputTokens = count(usage.prompt_tokens);
  const outputTokens = count(usage.completion_tokens);
  if (inputTokens === undefined || outputTokens === undefined) return null;
  if (inputTokens === 0 && outputTokens === 0) return null;
  const input = isJsonObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const output = isJsonObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const cachedInputTokens = count(input.cached_tokens);
  const cacheWriteTokens = count(input.cache_write_tokens);
  const reasoningTokens = count(output.reasoning_tokens);
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function badReply(what: string): ProviderError {
  return new ProviderError(`the server does not answer as Chat Completions does: ${what}`, {
    code: 'bad-reply',
    scope: 'attempt',
  });
}
