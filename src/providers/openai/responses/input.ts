import type { OpenAI } from 'openai';
import type { Message } from '../../../core/prompt.ts';
import { type Turn, turnsOf, writtenArguments } from '../turns.ts';

type Item = OpenAI.Responses.ResponseInputItem;

/**
 * The conversation as input items. System turns are items too and not `instructions`: there may be several, anywhere,
 * and a JSON format asks for the word "json" in the input alone.
 *
 * @throws ProviderError for a turn that this API can't carry.
 */
export function inputItems(messages: readonly Message[]): Item[] {
  return turnsOf(messages).flatMap(itemsOf);
}

function itemsOf(turn: Turn): Item[] {
  const { role, content } = turn;
  switch (role) {
    case 'tool':
      return [{ type: 'function_call_output', call_id: turn.toolCallId, output: content }];
    case 'assistant':
      return assistantItems(content, turn.toolCalls ?? []);
    case 'user':
      return [{ role, content: userContent(content, turn.images ?? []) }];
    default:
      return [{ role, content }];
  }
}

function assistantItems(content: string, calls: NonNullable<Message['toolCalls']>): Item[] {
  const said: Item[] = content === '' && calls.length > 0 ? [] : [{ role: 'assistant', content }];
  return [
    ...said,
    ...calls.map((call) => ({
      type: 'function_call' as const,
      call_id: call.id,
      name: call.name,
      arguments: writtenArguments(call),
    })),
  ];
}

function userContent(
  text: string,
  images: readonly string[],
): string | OpenAI.Responses.ResponseInputMessageContentList {
  if (images.length === 0) return text;
  return [
    ...(text === '' ? [] : [{ type: 'input_text' as const, text }]),
    ...images.map((url) => ({ type: 'input_image' as const, image_url: url, detail: 'auto' as const })),
  ];
}
