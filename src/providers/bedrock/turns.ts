import type {
  ContentBlock,
  ConversationRole,
  SystemContentBlock,
  Message as Turn,
} from '@aws-sdk/client-bedrock-runtime';
import type { Message } from '../../core/prompt.ts';
import { imageBlock } from './images.ts';
import { unsupported } from './unsupported.ts';

const cachePoint = { cachePoint: { type: 'default' } } as const;

/** The system text stands beside the turns on this wire, wherever it stood in the prompt. */
export function systemBlocks(messages: readonly Message[]): SystemContentBlock[] {
  return messages
    .filter(({ role }) => role === 'system')
    .flatMap(({ content, cache }) => [{ text: content }, ...(cache ? [cachePoint] : [])]);
}

/**
 * User and assistant turns in alternation, as Bedrock wants them: turns in a row by the same side are one, and what
 * a tool answered belongs to the user's side. A tool's turn that names no call answers the next one.
 */
export function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: { role: ConversationRole; content: ContentBlock[] }[] = [];
  let unanswered: string[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    if (message.role === 'assistant') unanswered = (message.toolCalls ?? []).map(({ id }) => id);
    const answered = message.toolCallId ?? unanswered[0];
    const content = blocksOf(message, answered);
    if (message.role === 'tool') unanswered = unanswered.filter((id) => id !== answered);
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

/** Whether tools were used in a conversation; Bedrock then insists on their definitions. */
export function usesTools(messages: readonly Message[]): boolean {
  return messages.some(({ role, toolCalls }) => role === 'tool' || (toolCalls?.length ?? 0) > 0);
}

function blocksOf(message: Message, answered: string | undefined): ContentBlock[] {
  const blocks = message.role === 'tool' ? [toolResult(message, answered)] : spoken(message);
  return message.cache ? [...blocks, cachePoint] : blocks;
}

function spoken({ content, images = [], toolCalls = [] }: Message): ContentBlock[] {
  const rest: ContentBlock[] = [
    ...images.map((url) => ({ image: imageBlock(url) })),
    ...toolCalls.map(({ id, name, arguments: input }) => ({ toolUse: { toolUseId: id, name, input } })),
  ];
  // Bedrock refuses blank text, which is what stands beside an image or a tool call that says it all.
  return content.trim() === '' && rest.length > 0 ? rest : [{ text: content }, ...rest];
}

function toolResult({ content, images = [] }: Message, toolUseId: string | undefined): ContentBlock {
  if (toolUseId === undefined) {
    throw unsupported('a tool turn needs toolCallId, or a call in the assistant turn before it', 'trial');
  }
  const pictures = images.map((url) => ({ image: imageBlock(url) }));
  return { toolResult: { toolUseId, content: [{ text: content }, ...pictures] } };
}
