import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import { TransportError } from '../transport-error.ts';

/** A block of the answer, and what came of its tool's arguments, as text. */
interface OpenBlock {
  index: Json;
  block: JsonObject;
  written: string;
}

/**
 * The events of Messages as the reply that would have come without streaming; an error among them in its place.
 *
 * @param onAnswer called with every event that holds a piece of a text or of a tool call; reasoning is neither.
 * @throws TransportError where the stream ends before the answer does.
 */
export async function collectMessage(
  events: AsyncIterable<unknown>,
  onAnswer: () => void,
): Promise<JsonObject> {
  const message: JsonObject = {};
  const blocks: OpenBlock[] = [];
  let isWhole = false;
  for await (const event of events) {
    if (!isJsonObject(event)) continue;
    if (event.type === 'error') return event;
    isWhole ||= isEnd(event);
    if (takeBlock(event, blocks)) onAnswer();
    else takeFrame(event, message);
  }
  if (!isWhole) throw new TransportError('cut', 'the stream ended in the middle of the answer');
  // A server that does not really stream may send its whole message in the first event.
  const whole = Array.isArray(message.content) ? message.content : [];
  return { ...message, content: blocks.length === 0 ? whole : blocks.map(finished) };
}

/** Nothing of the answer comes behind why it stopped, and some gateways leave out the event that ends the message. */
function isEnd({ type, delta }: JsonObject): boolean {
  return type === 'message_stop' || (isJsonObject(delta) && typeof delta.stop_reason === 'string');
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
function takeBlock({ type, index = null, content_block, delta }: JsonObject, blocks: OpenBlock[]): boolean {
  if (type === 'content_block_start' && isJsonObject(content_block)) {
    blocks.push({ index, block: { ...content_block }, written: '' });
    return content_block.type === 'tool_use';
  }
  if (type !== 'content_block_delta' || !isJsonObject(delta)) return false;
  if (typeof delta.text === 'string') {
    const { block } = openBlock(index, blocks);
    block.text = `${block.text ?? ''}${delta.text}`;
    return delta.text !== '';
  }
  if (typeof delta.partial_json !== 'string') return false;
  openBlock(index, blocks).written += delta.partial_json;
  return true;
}

/** The last one with that number: some gateways give all of them one. A text that nothing opened is one all the same. */
function openBlock(index: Json, blocks: OpenBlock[]): OpenBlock {
  const known = blocks.findLast((open) => open.index === index);
  if (known !== undefined) return known;
  const opened = { index, block: { type: 'text' }, written: '' };
  blocks.push(opened);
  return opened;
}

function finished({ block, written }: OpenBlock): JsonObject {
  return written === '' ? block : { ...block, input: written };
}
