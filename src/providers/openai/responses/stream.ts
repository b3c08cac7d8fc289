import { isJsonObject, type JsonObject } from '../../../core/json.ts';
import { TransportError } from '../../transport-error.ts';

/** Events that carry a piece of the answer; those about reasoning do not. */
const answering = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
  'response.function_call_arguments.delta',
]);
const ending = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/**
 * The reply at the end of a stream: the last event carries the whole of it.
 *
 * @param onAnswer called with every event that holds a piece of the answer.
 * @throws TransportError where the stream ends before the answer does.
 */
export async function collectResponse(
  events: AsyncIterable<unknown>,
  onAnswer: () => void,
): Promise<JsonObject> {
  let reply: JsonObject | undefined;
  for await (const event of events) {
    if (!isJsonObject(event) || typeof event.type !== 'string') continue;
    if (answering.has(event.type)) onAnswer();
    if (event.type === 'error') reply = { error: event };
    if (ending.has(event.type) && isJsonObject(event.response)) reply = event.response;
  }
  if (reply !== undefined) return reply;
  throw new TransportError('cut', 'the stream ended in the middle of the answer');
}
