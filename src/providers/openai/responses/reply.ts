import type { FinishReason } from '../../../core/completion.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ModelReply } from '../../../core/provider.ts';
import { badReply, errorInstead, isCounted } from '../../read-reply.ts';
import { replyOf } from '../answer.ts';
import { refusalIn, textOf } from '../content.ts';
import { readCall } from '../turns.ts';
import { usageOf } from '../usage.ts';

const api = 'the Responses API';

/**
 * A reply of the Responses API as ours. Reasoning items are not part of the answer.
 *
 * @param reply the parsed body of a 200.
 * @throws ProviderError `bad-reply` (scope `attempt`) where the body is no such reply; `unreadable-reply` (scope `trial`) where
 *   it counts tokens all the same.
 */
export function responsesReply(reply: unknown, latencyMs: number | null): ModelReply {
  if (!isJsonObject(reply)) throw badReply(api, 'the answer is no JSON object', 'attempt');
  const { output } = reply;
  if (!Array.isArray(output)) {
    throw badReply(api, '"output" is no list', isCounted(reply) ? 'trial' : 'attempt');
  }
  const items = output.filter(isJsonObject);
  if (items.length > 0 && items.every(isUnknown)) {
    throw badReply(api, 'none of its items is a message or a call', 'trial');
  }
  const contents = items.filter(isMessage).map(({ content }) => content);
  return replyOf(
    {
      text: contents.map(readText).join(''),
      refusal: contents.map(refusalIn).join(''),
      calls: items
        .filter(({ type }) => type === 'function_call')
        .map((item) => readCall(item.call_id, item.name, item.arguments)),
      ended: finishReason(reply),
      usage: usageOf(reply.usage, { input: 'input_tokens', output: 'output_tokens' }),
      servedModel: reply.model,
    },
    latencyMs,
  );
}

/** The error of a response that failed, or of a gateway that answers 200. */
export function errorInResponse(reply: JsonObject): Json | undefined {
  if (isJsonObject(reply.error)) return reply.error;
  if (reply.status === 'failed' || reply.status === 'cancelled') return `the response is ${reply.status}`;
  return Array.isArray(reply.output) ? undefined : errorInstead(reply);
}

/** Gateways leave the type of a message out. */
function isMessage({ type = 'message' }: JsonObject): boolean {
  return type === 'message';
}

function isUnknown(item: JsonObject): boolean {
  return !isMessage(item) && item.type !== 'function_call' && item.type !== 'reasoning';
}

function readText(content: unknown): string {
  const text = textOf(content);
  if (text === undefined) throw badReply(api, 'the content of the message is no text', 'trial');
  return text;
}

function finishReason({ status, incomplete_details: details }: JsonObject): FinishReason {
  if (status === 'completed') return 'stop';
  const reason = isJsonObject(details) ? details.reason : undefined;
  if (reason === 'max_output_tokens') return 'length';
  return reason === 'content_filter' ? 'content-filter' : 'other';
}
