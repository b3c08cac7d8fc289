import type { MessageTemplate } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import type { MessageProblem } from './check-messages.ts';

/** Checks who calls tools and who answers: a vendor refuses an answer to a call that nobody made. */
export function checkTurns(
  messages: readonly { index: number; template: MessageTemplate }[],
): MessageProblem[] {
  const called: string[] = [];
  let hasConversation = false;
  const problems: MessageProblem[] = [];
  for (const { index, template } of messages) {
    const at = (key: string, message: string, hint?: string) =>
      problems.push({ path: ['messages', index, key], message, ...(hint === undefined ? {} : { hint }) });
    if ('variable' in template) {
      hasConversation = true;
      continue;
    }
    const { role, toolCalls = [], toolCallId } = template;
    if (toolCalls.length > 0 && role !== 'assistant')
      at('toolCalls', `only an assistant's turn calls tools, and this is one of role ${role}`);
    called.push(...toolCalls.map((call) => call.id));
    if (role === 'tool' && toolCallId === undefined)
      at('toolCallId', "is missing: a tool's turn says which call it answers");
    if (role !== 'tool' && toolCallId !== undefined)
      at('toolCallId', `only a tool's turn answers a call, and this is one of role ${role}`);
    // What a conversation calls is known only with its value.
    else if (toolCallId !== undefined && !hasConversation && !called.includes(toolCallId))
      at(
        'toolCallId',
        `answers the call "${toolCallId}", which no message before it makes`,
        suggestion(toolCallId, called),
      );
  }
  return problems;
}
