import type { Anthropic } from '@anthropic-ai/sdk';
import { ProviderError } from '../../core/errors.ts';
import type { Message } from '../../core/prompt.ts';
import { imageBlock } from './images.ts';

type Block =
  | Anthropic.TextBlockParam
  | Anthropic.ImageBlockParam
  | Anthropic.ToolUseBlockParam
  | Anthropic.ToolResultBlockParam;

export interface Conversation {
  system: Anthropic.TextBlockParam[];
  messages: Anthropic.MessageParam[];
}

/**
 * System messages at the top are the request's `system` blocks; a later one keeps its place, which newer models
 * allow. The API refuses empty texts, so those leave no block.
 *
 * @throws ProviderError for what Messages can't carry.
 */
export function conversationOf(messages: readonly Message[]): Conversation {
  const first = messages.findIndex(({ role }) => role !== 'system');
  if (first === -1) {
    const message = 'Anthropic needs a user message; this prompt has system messages only';
    throw new ProviderError(message, { code: 'unsupported', scope: 'run' });
  }
  return {
    system: messages.slice(0, first).flatMap((message) => marked(textBlocks(message.content), message)),
    messages: turnsOf(messages.slice(first)),
  };
}

/** The results of one turn's calls stand together in one user message. */
function turnsOf(messages: readonly Message[]): Anthropic.MessageParam[] {
  const turns: Anthropic.MessageParam[] = [];
  let results: Block[] | null = null;
  let unanswered: string[] = [];
  for (const message of messages) {
    if (message.role !== 'tool') {
      turns.push(turnOf(message));
      unanswered = (message.toolCalls ?? []).map(({ id }) => id);
      results = null;
      continue;
    }
    if (results === null) {
      results = [];
      turns.push({ role: 'user', content: results });
    }
    // Where a turn names no call, it answers the next one.
    const id = message.toolCallId ?? unanswered[0];
    unanswered = unanswered.filter((other) => other !== id);
    results.push(...marked([toolResult(message, id)], message));
  }
  return turns;
}

function turnOf(message: Message): Anthropic.MessageParam {
  const { role, content, images = [], toolCalls = [] } = message;
  if (role === 'system') return { role, content: marked(textBlocks(content), message) };
  const blocks: Block[] = [
    ...textBlocks(content),
    ...images.map(imageBlock),
    ...toolCalls.map(({ id, name, arguments: input }) => ({ type: 'tool_use' as const, id, name, input })),
  ];
  const isPlain = message.cache === undefined && images.length === 0 && toolCalls.length === 0;
  return { role: role === 'assistant' ? role : 'user', content: isPlain ? content : marked(blocks, message) };
}

function toolResult(message: Message, id: string | undefined): Anthropic.ToolResultBlockParam {
  if (id === undefined) {
    const problem = 'a tool turn needs toolCallId, or a call in the assistant turn before it';
    throw new ProviderError(problem, { code: 'unsupported', scope: 'trial' });
  }
  const { content, images = [] } = message;
  const blocks = [...textBlocks(content), ...images.map(imageBlock)];
  return { type: 'tool_result', tool_use_id: id, content: images.length === 0 ? content : blocks };
}

function textBlocks(text: string): Anthropic.TextBlockParam[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

/** Puts the mark of the message's cache on its last block. */
function marked<B extends Block>(blocks: B[], { cache }: Message): B[] {
  const last = cache ? blocks.at(-1) : undefined;
  return last === undefined
    ? blocks
    : [...blocks.slice(0, -1), { ...last, cache_control: { type: 'ephemeral' } }];
}
