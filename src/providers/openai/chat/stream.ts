import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { TransportError } from '../../transport-error.ts';

interface PartialCall {
  id: Json;
  name: string;
  written: string;
}

/** What the chunks have said so far. */
interface Collected {
  model: Json;
  content: string;
  refusal: string;
  calls: Map<number, PartialCall>;
  finishReason: string | null;
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
    refusal: '',
    calls: new Map(),
    finishReason: null,
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
  if (!isJsonObject(choice)) return false;
  if (typeof choice.finish_reason === 'string') collected.finishReason = choice.finish_reason;
  const { content, refusal, tool_calls: calls } = isJsonObject(choice.delta) ? choice.delta : {};
  if (typeof content === 'string') collected.content += content;
  if (typeof refusal === 'string') collected.refusal += refusal;
  if (Array.isArray(calls)) for (const call of calls) takeCall(call, collected.calls);
  return Boolean(content) || Boolean(refusal) || (Array.isArray(calls) && calls.length > 0);
}

/** A call's first piece has its id and name, the others go on with its arguments. */
function takeCall(piece: Json, calls: Map<number, PartialCall>): void {
  if (!isJsonObject(piece)) return;
  const { name, arguments: written } = isJsonObject(piece.function) ? piece.function : {};
  // Servers that leave the index out send each call in one piece.
  const index = typeof piece.index === 'number' ? piece.index : calls.size;
  const call = calls.get(index) ?? { id: null, name: '', written: '' };
  calls.set(index, {
    id: piece.id ?? call.id,
    name: call.name === '' && typeof name === 'string' ? name : call.name,
    written: call.written + (typeof written === 'string' ? written : ''),
  });
}

function replyFrom({ model, content, refusal, calls, finishReason, usage }: Collected): JsonObject {
  if (finishReason === null) {
    throw new TransportError('cut', 'the stream ended in the middle of the answer');
  }
  const tool_calls = [...calls.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, { id, name, written }]) => ({ id, function: { name, arguments: written } }));
  return {
    model,
    choices: [{ message: { content, refusal, tool_calls }, finish_reason: finishReason }],
    usage,
  };
}
