import type { FinishReason, Usage } from '../../core/completion.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ToolCall } from '../../core/prompt.ts';
import type { ModelReply } from '../../core/provider.ts';
import { badReply, finishReasonOf, isCounted, tokenCount } from '../read-reply.ts';
import { readArguments, textOfCalls } from '../tool-calls.ts';

const api = "Anthropic's Messages";

const finishReasons: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
};

/**
 * A reply of Messages as ours. Gateways leave out or bend what the SDK's types promise, so nothing is taken on
 * trust. Reasoning is no part of the text; an answer without any block is an empty answer.
 *
 * @param reply the parsed body of a 200.
 * @throws ProviderError `unreadable-reply` (scope `trial`); `bad-reply` (scope `attempt`) where the body is no such reply at all.
 */
export function modelReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply(api, 'the answer is no JSON object', 'attempt');
  if (!Array.isArray(reply.content)) {
    throw badReply(api, '"content" is no list', isCounted(reply) ? 'trial' : 'attempt');
  }
  const blocks = reply.content.filter(isJsonObject);
  const toolCalls = blocks.filter(({ type }) => type === 'tool_use').map(toolCall);
  const written = blocks
    .filter(({ type }) => type === 'text')
    .map(textOf)
    .join('');
  const finishReason = finishReasonOf(reply.stop_reason, finishReasons);
  if (blocks.length > 0 && blocks.every(isUnknown)) {
    throw badReply(api, 'none of its blocks is a text or a call', 'trial');
  }
  return {
    text: written || (toolCalls.length > 0 ? textOfCalls(toolCalls) : explanation(reply.stop_details)),
    finishReason,
    usage: usageOf(reply.usage),
    latencyMs,
    servedModel: typeof reply.model === 'string' && reply.model !== '' ? reply.model : null,
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}

/** Reasoning, and what tools of the vendor's own did, are no text, but belong to an answer. */
function isUnknown({ type }: JsonObject): boolean {
  return (
    typeof type !== 'string' || !/^(text|tool_use|(redacted_)?thinking|\w+_tool_(use|result))$/.test(type)
  );
}

function textOf({ text }: JsonObject): string {
  if (typeof text === 'string') return text;
  throw badReply(api, 'a block of text has no text', 'trial');
}

function toolCall({ id, name, input }: JsonObject): ToolCall {
  if (typeof id !== 'string' || typeof name !== 'string') {
    throw badReply(api, 'a tool call has no id or no name', 'trial');
  }
  return { id, name, arguments: readArguments(input) };
}

/** Why the model refused, where it wrote nothing itself. */
function explanation(details: Json | undefined): string {
  return isJsonObject(details) && typeof details.explanation === 'string' ? details.explanation : '';
}

/**
 * Null where nothing usable is reported. `input_tokens` counts what was neither read from the cache nor written
 * to it. A call of zero tokens does not exist: such a count is a missing one.
 */
function usageOf(usage: unknown): Usage | null {
  if (!isJsonObject(usage)) return null;
  const plain = tokenCount(usage.input_tokens);
  const outputTokens = tokenCount(usage.output_tokens);
  if (plain === undefined || outputTokens === undefined) return null;
  const cachedInputTokens = tokenCount(usage.cache_read_input_tokens);
  const cacheWriteTokens = tokenCount(usage.cache_creation_input_tokens);
  const inputTokens = plain + (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0);
  if (inputTokens === 0 && outputTokens === 0) return null;
  const details = isJsonObject(usage.output_tokens_details) ? usage.output_tokens_details : {};
  const reasoningTokens = tokenCount(details.thinking_tokens);
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
}
