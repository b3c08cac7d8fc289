import type { FinishReason } from '../../../core/completion.ts';
import { ProviderError } from '../../../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ToolCall } from '../../../core/prompt.ts';
import type { ModelReply } from '../../../core/provider.ts';
import { badReply, finishReasonOf, isCounted } from '../../read-reply.ts';
import { replyOf } from '../answer.ts';
import { refusalIn, textOf } from '../content.ts';
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
 * @throws ProviderError: `empty-reply` without a choice or a message and `unreadable-reply` (both of scope `trial`); `bad-reply` (scope
 *   `attempt`) where the body is no such reply at all.
 */
export function chatReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply(api, 'the answer is no JSON object', 'attempt');
  const choice = firstChoice(reply);
  const ended = finishReasonOf(choice.finish_reason, finishReasons);
  const message = messageOf(choice, ended);
  return replyOf(
    {
      text: readText(message.content),
      refusal: typeof message.refusal === 'string' ? message.refusal : refusalIn(message.content),
      calls: callsOf(message),
      ended,
      usage: usageOf(reply.usage, { input: 'prompt_tokens', output: 'completion_tokens' }),
      servedModel: reply.model,
    },
    latencyMs,
  );
}

function firstChoice(reply: JsonObject): JsonObject {
  const [choice] = choicesOf(reply);
  if (choice === undefined) throw emptyReply('the model answered with no choice');
  if (!isJsonObject(choice)) throw badReply(api, 'the choice is no object', 'trial');
  return choice;
}

/** Azure leaves the message out where its filter took all of it. */
function messageOf({ message }: JsonObject, ended: FinishReason): JsonObject {
  if (isJsonObject(message)) return message;
  if (message !== undefined && message !== null)
    throw badReply(api, 'the message of the choice is no object', 'trial');
  if (ended === 'content-filter') return {};
  throw emptyReply('the model answered with a choice that has no message');
}

function emptyReply(message: string): ProviderError {
  return new ProviderError(message, { code: 'empty-reply', scope: 'trial' });
}

function choicesOf(reply: JsonObject): Json[] {
  const { choices = null } = reply;
  if (Array.isArray(choices)) return choices;
  if (isCounted(reply)) return [];
  throw badReply(api, choices === null ? 'there is no "choices"' : '"choices" is no list', 'attempt');
}

function readText(content: unknown): string {
  const text = textOf(content);
  if (text === undefined) throw badReply(api, 'the content of the message is no text', 'trial');
  return text;
}

/** `function_call` is what older servers call the only call. */
function callsOf({ tool_calls: calls, function_call: only }: JsonObject): ToolCall[] {
  if (!Array.isArray(calls) || calls.length === 0) {
    return isJsonObject(only) ? [readCall(undefined, only.name, only.arguments)] : [];
  }
  return calls.flatMap((call) =>
    isJsonObject(call) && isJsonObject(call.function)
      ? [readCall(call.id, call.function.name, call.function.arguments)]
      : [],
  );
}
