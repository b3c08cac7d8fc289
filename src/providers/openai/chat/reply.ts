import type { FinishReason } from '../../../core/completion.ts';
import { ProviderError } from '../../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import type { ToolCall } from '../../../core/prompt.ts';
import type { ModelReply } from '../../../core/provider.ts';
import { finishReasonOf } from '../../read-reply.ts';
import { badReply, replyOf } from '../answer.ts';
import { readCall } from '../turns.ts';
import { usageOf } from '../usage.ts';

const api = 'Chat Completions';

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
export function chatReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply(api, 'the answer is no JSON object');
  const choices = reply.choices ?? [];
  if (!Array.isArray(choices)) throw badReply(api, '"choices" is no list');
  const choice = choices[0];
  const ended = isJsonObject(choice) ? finishReasonOf(choice.finish_reason, finishReasons) : 'other';
  const message = isJsonObject(choice) ? (choice.message ?? filtered(ended)) : undefined;
  if (!isJsonObject(message)) {
    throw new ProviderError('the model answered with no choice', { code: 'empty-reply', scope: 'trial' });
  }
  return replyOf(
    {
      text: textOf(message.content),
      refusal: typeof message.refusal === 'string' ? message.refusal : '',
      calls: callsOf(message.tool_calls),
      ended,
      usage: usageOf(reply.usage, { input: 'prompt_tokens', output: 'completion_tokens' }),
      servedModel: reply.model,
    },
    latencyMs,
  );
}

/** Azure leaves the message out where its filter took all of it. */
function filtered(ended: FinishReason): JsonObject | undefined {
  return ended === 'content-filter' ? {} : undefined;
}

/** An answer that calls tools has no text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  throw badReply(api, 'the content of the message is no text');
}

function callsOf(calls: unknown): ToolCall[] {
  if (!Array.isArray(calls)) return [];
  return calls.flatMap((call) =>
    isJsonObject(call) && isJsonObject(call.function)
      ? [readCall(call.id, call.function.name, call.function.arguments)]
      : [],
  );
}
