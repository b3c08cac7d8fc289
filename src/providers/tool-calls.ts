import type { ToolCall } from '../core/prompt.ts';

/** The text of an answer that only calls tools: the call as JSON, of several a list. */
export function textOfCalls(calls: readonly ToolCall[]): string {
  const written = calls.map((call) => ({ name: call.name, arguments: call.arguments }));
  return JSON.stringify(written.length === 1 ? written[0] : written);
}
