import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { TransportError } from '../transport-error.ts';

/** A block of the answer, and what came of its tool's arguments, as text. */
interface OpenBlock {
  block: JsonObject;
  written: string;
}

/**
 * The events of Messages as the reply that would have come without streaming.
 *
 * @param onAnswer called with every event that holds a piece of a text or of a tool call; reasoning is neither.
 * @throws TransportError where the stream ends before the answer does.
 */
export async function collectMessage(
  events: AsyncIterable<unknown>,
  onAnswer: () => void,
): Promise<JsonObject> {
  const message: JsonObject = {};
  const blocks = new Map<Json, OpenBlock>();
  let isWhole = false;
  for await (const event of events) {
    if (!isJsonObject(event)) continue;
    if (event.type === 'message_stop') isWhole = true;
    if (takeBlock(event, blocks)) onAnswer();
    else takeFrame(event, message);
  }
  if (!isWhole) throw new TransportError('cut', 'the stream ended in the middle of the answer');
  return { ...message, content: [...blocks.values()].map(finished) };
}

/** The message's own fields come first; the last event brings why it stopped, and counts that replace the first ones. */
function takeFrame(event: JsonObject, message: JsonObject): void {
  if (event.type === 'message_start' && isJsonObject(event.message)) {
    // The output of then, a token or so, is no count of the answer: without a later one it is not known.
    Object.assign(message, event.message, {
      usage: withCounts(event.message.usage, { output_tokens: null }),
    });
  }
  if (event.type !== 'message_delta') return;
  if (isJsonObject(event.delta)) Object.assign(message, event.delta);
  const counted = isJsonObject(event.usage) ? event.usage : {};
  const known = Object.entries(counted).filter(([, value]) => value !== null);
  message.usage = withCounts(message.usage, Object.fromEntries(known));
}

function withCounts(usage: Json | undefined, counts: JsonObject): JsonObject {
  return { ...(isJsonObject(usage) ? usage : {}), ...counts };
}

/** Whether the event holds a piece of the answer. */
function takeBlock(
  { type, index = null, content_block, delta }: JsonObject,
  blocks: Map<Json, OpenBlock>,
): boolean {
  if (type === 'content_block_start' && isJsonObject(content_block)) {
    blocks.set(index, { block: { ...content_block }, written: '' });
    return content_block.type === 'tool_use';
  }
  const open = blocks.get(index);
  if (type !== 'content_block_delta' || open === undefined || !isJsonObject(delta)) return false;
  if (typeof delta.text === 'string') {
    open.block.text = `${open.block.text ?? ''}${delta.text}`;
    return delta.text !== '';
  }
  if (typeof delta.partial_json !== 'string') return false;
  open.written += delta.partial_json;
  return true;
}

function finished({ block, written }: OpenBlock): JsonObject {
  return written === '' ? block : { ...block, input: parsed(written) };
}

/** What a model wrote is its arguments, even where it is no JSON, as in an answer that was cut by its limit. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
