import type { Usage } from '../core/completion.ts';
import type { Message, ToolDefinition } from '../core/prompt.ts';

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
 * models, images count as 0, and so does reasoning that nobody sees. The tokenizer is loaded with the first call that
 * needs it.
 */
export async function estimateUsage({ messages, tools, answer }: Estimated): Promise<Usage> {
  const count = await tokenizer();
  const ofTools = tools.length === 0 ? 0 : count(JSON.stringify(tools));
  const inputTokens = messages.reduce((sum, message) => sum + tokensOf(message, count), ofTools);
  return { inputTokens, outputTokens: count(answer), estimated: true };
}

function tokensOf({ content, toolCalls }: Message, count: Count): number {
  const ofCalls = toolCalls === undefined ? 0 : count(JSON.stringify(toolCalls));
  return tokensPerMessage + count(content) + ofCalls;
}

type Count = (text: string) => number;

let loaded: Promise<Count> | undefined;

function tokenizer(): Promise<Count> {
  loaded ??= loadTokenizer();
  return loaded;
}

/** It needs a square of the time for a text without a break, so long texts are counted in pieces. */
const longestPiece = 2000;

async function loadTokenizer(): Promise<Count> {
  const { get_encoding } = await import('tiktoken');
  const encoding = get_encoding('o200k_base');
  return (text) => {
    let tokens = 0;
    for (let start = 0; start < text.length; start += longestPiece) {
      // What looks like a control token is text like any other.
      tokens += encoding.encode_ordinary(text.slice(start, start + longestPiece)).length;
    }
    return tokens;
  };
}
