import { ProviderError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Message, Role, ToolCall } from '../../core/prompt.ts';
import { readArguments } from '../tool-calls.ts';

/** A message whose tool turns all say which call they answer, and whose pictures stand where the wire takes them. */
export type Turn =
  | (Message & { role: Exclude<Role, 'tool'> })
  | { role: 'tool'; content: string; toolCallId: string };

/**
 * A tool turn without an id answers the first call of the turns before it that has no answer yet.
 *
 * @throws ProviderError (scope `trial`, `unsupported`) for a tool turn that answers nothing, and for pictures beside
 *   any turn but the user's.
 */
export function turnsOf(messages: readonly Message[]): Turn[] {
  let unanswered: string[] = [];
  return messages.map((message) => {
    const { role } = message;
    if (role !== 'user' && message.images !== undefined && message.images.length > 0) {
      throw unsupported(`OpenAI takes images in user messages only; this one is a message of role ${role}`);
    }
    if (role !== 'tool') {
      unanswered = message.toolCalls?.map((call) => call.id) ?? [];
      return { ...message, role };
    }
    const toolCallId = message.toolCallId ?? unanswered[0];
    if (toolCallId === undefined) {
      throw unsupported(
        'a tool turn has no toolCallId, and no assistant turn before it has a call to answer',
      );
    }
    unanswered = unanswered.filter((id) => id !== toolCallId);
    return { role, content: message.content, toolCallId };
  });
}

/** The arguments as the model wrote them: JSON as text. */
export function writtenArguments(call: ToolCall): string {
  return typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
}

/** A call as a reply carries it. */
export function readCall(id: Json | undefined, name: Json | undefined, written: Json | undefined): ToolCall {
  return {
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    arguments: readArguments(written),
  };
}

function unsupported(message: string): ProviderError {
  return new ProviderError(message, { code: 'unsupported', scope: 'trial' });
}
