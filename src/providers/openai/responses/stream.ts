import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { TransportError } from '../../transport-error.ts';

/** Events that carry a piece of the answer; those about reasoning do not. */
const answering = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
  'response.function_call_arguments.delta',
]);
const ending = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** What came before the last event. */
interface Collected {
  items: Json[];
  text: string;
}

/**
 * The reply at the end of a stream: the last event carries the whole of it. Where a gateway leaves the answer out there, it
 * is put together from what came before.
 *
 * @param onAnswer called with every event that holds a piece of the answer.
 * @throws TransportError where the stream ends before the answer does.
 */
export async function collectResponse(
  events: AsyncIterable<unknown>,
  onAnswer: () => void,
): Promise<JsonObject> {
  const collected: Collected = { items: [], text: '' };
  let reply: JsonObject | undefined;
  for await (const event of events) {
    if (!isJsonObject(event) || typeof event.type !== 'string') continue;
    const { type, delta, item, response } = event;
    if (answering.has(type)) onAnswer();
    if (type === 'response.output_text.delta' && typeof delta === 'string') collected.text += delta;
    if (type === 'response.output_item.done' && isJsonObject(item)) collected.items.push(item);
    if (type === 'error') reply = { error: event };
    if (ending.has(type) && isJsonObject(response)) {
      reply = withAnswer({ status: type.replace('response.', ''), ...response }, collected);
    }
  }
  if (reply !== undefined) return reply;
  throw new TransportError('cut', 'the stream ended in the middle of the answer');
}

function withAnswer(response: JsonObject, { items, text }: Collected): JsonObject {
  const { output } = response;
  if (Array.isArray(output) && output.length > 0) return response;
  const said = text === '' ? [] : [{ type: 'message', content: text }];
  return { ...response, output: items.length > 0 ? items : said };
}
