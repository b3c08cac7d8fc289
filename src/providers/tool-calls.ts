import type { Json } from '../core/json.ts';
import type { ToolCall } from '../core/prompt.ts';

/** The text of an answer that only calls tools: the call as JSON, of several a list. */
export function textOfCalls(calls: readonly ToolCall[]): string {
  const written = calls.map((call) => ({ name: call.name, arguments: call.arguments }));
  return JSON.stringify(written.length === 1 ? written[0] : written);
}

/**
 * The arguments of a call, whether a server sends them as JSON or as its text, or nothing for a tool without parameters.
 * Models write broken JSON too, as in an answer that was cut by its limit; then the text itself is what was asked for.
 */
export function readArguments(written: Json | undefined): Json {
  if (typeof written !== 'string') return written ?? {};
  if (written.trim() === '') return {};
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
