import type { Json, JsonObject } from '../../core/json.ts';
import type { ModelReply, ModelRequest } from '../../core/provider.ts';
import type { ParameterFields } from './parameters.ts';

/** One of the two APIs through which OpenAI's models are asked. Everything here is pure. */
export interface Protocol {
  path: `/${string}`;
  /** @param isOfficial whether OpenAI's own models answer. */
  fields(isOfficial: boolean): ParameterFields;
  /** @throws ProviderError for what this API can't carry. */
  body(request: ModelRequest, fields: ParameterFields): object;
  /** What the body holds besides where the answer is streamed. */
  streamed: object;
  /**
   * Puts the events of a stream together to what would have come in one piece.
   *
   * @param onAnswer called with every piece of the answer.
   * @throws TransportError where the stream ends too early.
   */
  collect(events: AsyncIterable<unknown>, onAnswer: () => void): Promise<JsonObject>;
  /** The error that stands in the body of a 200; undefined where there is none. */
  errorIn(reply: JsonObject): Json | undefined;
  /** @throws ProviderError where the body is no reply of this API, or holds no answer. */
  reply(reply: unknown, latencyMs: number | null): ModelReply;
}
