import type { ToolCall } from '../core/prompt.ts';

/** The text of an answer that only called tools: the call as JSON, of several a list. */
export function textOfCalls(calls: readonly ToolCall[]): string {
  const plain = calls.map(({ name, arguments: input }) => ({ name, arguments: input }));
  return JSON.stringify(plain.length === 1 ? plain[0] : plain);
}
