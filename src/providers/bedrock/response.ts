import type { FinishReason, Usage } from '../../core/completion.ts';
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { ToolCall } from '../../core/prompt.ts';
import type { ModelReply } from '../../core/provider.ts';
import { badReply, finishReasonOf, isCounted, parseReply, tokenCount } from '../read-reply.ts';
import { readArguments, textOfCalls } from '../tool-calls.ts';

const api = 'Converse';

/** Its words are no model's, and where it stopped what was asked, none was called. */
const guardrail = 'guardrail_intervened';

const finishReasons: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  content_filtered: 'content-filter',
  [guardrail]: 'content-filter',
  refusal: 'refusal',
};

/**
 * The SDK's own reader fails on anything else, without a word on what came.
 *
 * @throws TransportError, ProviderError
 */
export function requireObject(text: string): void {
  if (!isJsonObject(parseReply(text))) throw badReply(api, 'the answer is no JSON object', 'attempt');
}

/**
 * A reply of Converse as ours. Nothing is taken on trust: what answers may be another server.
 *
 * @throws ProviderError `unreadable-reply` (scope `trial`); `bad-reply` (scope `attempt`) where the body is no such reply at all.
 */
export function modelReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply(api, 'the answer is no JSON object', 'attempt');
  const message = isJsonObject(reply.output) ? reply.output.message : undefined;
  if (!isJsonObject(message)) {
    throw badReply(api, '"output.message" is missing', isCounted(reply) ? 'trial' : 'attempt');
  }
  const content = message.content ?? [];
  if (!Array.isArray(content)) throw badReply(api, 'the content of the message is no list', 'trial');
  const blocks = content.filter((block) => isJsonObject(block));
  const written = blocks.map(textIn).join('');
  const toolCalls = blocks.flatMap(({ toolUse }) => (isJsonObject(toolUse) ? [toolCall(toolUse)] : []));
  if (blocks.length > 0 && !blocks.some(isKnown)) {
    throw badReply(api, 'none of its blocks is a text or a call', 'trial');
  }
  return {
    text: written === '' && toolCalls.length > 0 ? textOfCalls(toolCalls) : written,
    finishReason: finishReasonOf(reply.stopReason, finishReasons),
    usage: usageOf(reply.usage, reply.stopReason === guardrail),
    latencyMs,
    servedModel: routedTo(reply.trace),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

/** What the model wrote with sources to it stands one level deeper. */
function textIn({ text: own, citationsContent: cited }: JsonObject): string {
  const parts = isJsonObject(cited) && Array.isArray(cited.content) ? cited.content.filter(isJsonObject) : [];
  return text(own) + parts.map((part) => text(part.text)).join('');
}

/** Whether a block holds anything that is read, or reasoning, which is no part of an answer's text. */
function isKnown({ text, citationsContent, toolUse, reasoningContent }: JsonObject): boolean {
  return [text, citationsContent, toolUse, reasoningContent].some((part) => part !== undefined);
}

function toolCall({ toolUseId, name, input }: JsonObject): ToolCall {
  return { id: text(toolUseId), name: text(name), arguments: readArguments(input) };
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/**
 * Bedrock counts what it read from and wrote to its cache beside `inputTokens`, not in it. Null where nothing usable
 * is reported. A call of zero tokens does not exist: such a count is a missing one, but of what a guardrail stopped.
 */
function usageOf(usage: Json | undefined, isStopped: boolean): Usage | null {
  if (!isJsonObject(usage)) return null;
  const fresh = tokenCount(usage.inputTokens);
  const outputTokens = tokenCount(usage.outputTokens);
  if (fresh === undefined || outputTokens === undefined) return null;
  const cachedInputTokens = tokenCount(usage.cacheReadInputTokens);
  const cacheWriteTokens = tokenCount(usage.cacheWriteInputTokens);
  const inputTokens = fresh + (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0);
  if (inputTokens === 0 && outputTokens === 0 && !isStopped) return null;
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
  };
}

/** Converse names the model that served a call only where a prompt router chose it. */
function routedTo(trace: Json | undefined): string | null {
  const router = isJsonObject(trace) ? trace.promptRouter : undefined;
  return (isJsonObject(router) && text(router.invokedModelId)) || null;
}
