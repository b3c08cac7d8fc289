import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { errorInstead } from '../../read-reply.ts';

/**
 * The error that stands in a 200 of Chat Completions: instead of an answer, or beside the choice that it broke off, which
 * is how OpenRouter says that the model's own server failed.
 */
export function errorInChat(reply: JsonObject): Json | undefined {
  const choice = Array.isArray(reply.choices) ? reply.choices[0] : undefined;
  if (!isJsonObject(choice)) return errorInstead(reply);
  const { error, finish_reason: ended } = choice;
  if (isJsonObject(error)) return error;
  return ended === 'error' ? (reply.error ?? error ?? 'the answer ended in an error') : undefined;
}
