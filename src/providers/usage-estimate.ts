import type { Usage } from '../core/completion.ts';
import type { Message, ToolDefinition } from '../core/prompt.ts';
import { countTokens } from './token-counter.ts';

interface Estimated {
  messages: readonly Message[];
  tools: readonly ToolDefinition[];
  /** What the model wrote, its calls included. */
  answer: string;
}

/** What a message costs besides its text: its role and its end. */
const tokensPerMessage = 4;

/**
 * Tokens of a call whose provider reported none, marked as an estimate: the tokenizer is that of OpenAI's newer
 * models, images count as 0, and so does reasoning that nobody sees.
 */
export async function estimateUsage({ messages, tools, answer }: Estimated): Promise<Usage> {
  const ofTools = tools.length === 0 ? [] : [JSON.stringify(tools)];
  const [outputTokens = 0, ...ofInput] = await countTokens([
    answer,
    ...ofTools,
    ...messages.flatMap(textsOf),
  ]);
  const inputTokens = ofInput.reduce((sum, tokens) => sum + tokens, messages.length * tokensPerMessage);
  return { inputTokens, outputTokens, estimated: true };
}

function textsOf({ content, toolCalls }: Message): string[] {
  return toolCalls === undefined ? [content] : [content, JSON.stringify(toolCalls)];
}
