import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { TransportError } from '../../transport-error.ts';
import { refusalIn, textOf } from '../content.ts';
import { type PartialCall, replyCalls, takeCall } from './partial-calls.ts';

/** What the chunks have said so far. */
interface Collected {
  model: Json;
  content: string;
  /** A piece of which nothing could be read. */
  unread: Json;
  refusal: string;
  calls: PartialCall[];
  finishReason: string | null;
  /** A count without a choice comes behind the answer. */
  isCounted: boolean;
  error: Json;
  usage: Json;
}

/**
 * The chunks of Chat Completions as the reply that would have come without streaming.
 *
 * @param onAnswer called with every chunk that holds a piece of the answer.
 * @throws TransportError where the stream ends before the answer does.
 */
export async function collectChat(chunks: AsyncIterable<unknown>, onAnswer: () => void): Promise<JsonObject> {
  const collected: Collected = {
    model: null,
    content: '',
    unread: null,
    refusal: '',
    calls: [],
    finishReason: null,
    isCounted: false,
    error: null,
    usage: null,
  };
  for await (const chunk of chunks) {
    if (isJsonObject(chunk) && take(chunk, collected)) onAnswer();
  }
  return replyFrom(collected);
}

/** Whether the chunk holds a piece of the answer; the first only names a role, and the last only counts tokens. */
function take(chunk: JsonObject, collected: Collected): boolean {
  if (chunk.model) collected.model = chunk.model;
  if (isJsonObject(chunk.usage)) collected.usage = chunk.usage;
  const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
  if (!isJsonObject(choice)) {
    collected.isCounted ||= isJsonObject(chunk.usage);
    return false;
  }
  if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') {
    collected.finishReason = choice.finish_reason;
  }
  if (isJsonObject(choice.error)) collected.error = choice.error;
  return takePiece(pieceIn(choice, collected), collected);
}

/** A server that does not really stream may send its whole message in one event. */
function pieceIn({ delta, message }: JsonObject, { content, calls }: Collected): JsonObject {
  if (isJsonObject(delta)) return delta;
  return isJsonObject(message) && content === '' && calls.length === 0 ? message : {};
}

function takePiece(
  { content, refusal, tool_calls: calls, function_call: only }: JsonObject,
  collected: Collected,
): boolean {
  const text = textOf(content);
  if (text === undefined) collected.unread = content ?? null;
  else collected.content += text;
  const refused = typeof refusal === 'string' ? refusal : refusalIn(content);
  collected.refusal += refused;
  if (Array.isArray(calls)) for (const call of calls) takeCall(call, collected.calls);
  // What older servers call the only call.
  if (isJsonObject(only)) takeCall({ index: 0, function: only }, collected.calls);
  return Boolean(text) || refused !== '' || (Array.isArray(calls) && calls.length > 0) || Boolean(only);
}

function replyFrom(collected: Collected): JsonObject {
  const { model, content, unread, refusal, calls, finishReason, isCounted, error, usage } = collected;
  if (finishReason === null && error === null && !isCounted) {
    throw new TransportError('cut', 'the stream ended in the middle of the answer');
  }
  const message = { content: content === '' ? unread : content, refusal, tool_calls: replyCalls(calls) };
  const choice = { message, finish_reason: finishReason };
  return { model, choices: [error === null ? choice : { ...choice, error }], usage };
}
