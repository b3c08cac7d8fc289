import type { OpenAI } from 'openai';
import type { Message } from '../../../core/prompt.ts';
import { type Turn, turnsOf, writtenArguments } from '../turns.ts';

type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam;

/** @throws ProviderError for a turn that this API can't carry. */
export function chatMessages(messages: readonly Message[]): ChatMessage[] {
  return turnsOf(messages).map(chatMessage);
}

function chatMessage(turn: Turn): ChatMessage {
  const { role, content } = turn;
  switch (role) {
    case 'tool':
      return { role, tool_call_id: turn.toolCallId, content };
    case 'assistant':
      return assistantMessage(content, turn.toolCalls ?? []);
    case 'user':
      return { role, content: userContent(content, turn.images ?? []) };
    default:
      return { role, content };
  }
}

function assistantMessage(content: string, calls: NonNullable<Message['toolCalls']>): ChatMessage {
  if (calls.length === 0) return { role: 'assistant', content };
  return {
    role: 'assistant',
    content: content === '' ? null : content,
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: writtenArguments(call) },
    })),
  };
}

function userContent(
  text: string,
  images: readonly string[],
): string | OpenAI.Chat.ChatCompletionContentPart[] {
  if (images.length === 0) return text;
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...images.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
  ];
}
