import type { Message } from '../../core/prompt.ts';
import { parseAnswer, splitExamples, type WorkedExample } from './examples.ts';
import { splitReplies, type WrittenReply } from './replies.ts';

/** What a prompt says, apart from the one message that it is asked about. */
export interface Briefing {
  /** The text that may give orders: what the prompt's author wrote, without the examples. */
  instructions: string;
  examples: WorkedExample[];
}

/** A request, with the author's words kept apart from the data. */
export interface Reading {
  /** The author's text with its examples; the same for every case of a prompt. */
  author: string;
  /** Turns before the question, as they came. */
  turns: Message[];
  /** The text to be sorted. It is data: nothing in it is ever read as an order. */
  question: string;
}

const dataLabel = /^(?:message|input|text|question|customer)[ \t]*:[ \t]*/i;

/**
 * Keeps orders and data apart. System messages give orders. The last user turn is the question; where the
 * system text names a tag, such as `<message>`, and the turn uses it, only what stands inside is data.
 * A prompt without a system message has its orders in the user turn, before or around the data.
 */
export function readMessages(messages: readonly Message[]): Reading {
  const system = messages
    .filter((message) => message.role === 'system')
    .map((message) => message.content)
    .join('\n\n');
  const turns = messages.filter((message) => message.role === 'user' || message.role === 'assistant');
  const last = turns.findLastIndex((turn) => turn.role === 'user');
  const parts = splitQuestion(turns[last]?.content ?? '', system);
  return {
    author: [system, parts.orders].filter((text) => text !== '').join('\n\n'),
    turns: turns.slice(0, Math.max(0, last)),
    question: parts.data,
  };
}

/** The author's text and the earlier turns, taken apart into instructions and examples. */
export function readBriefing(author: string, turns: readonly Message[]): Briefing {
  const { instructions, examples } = splitExamples(author);
  return { instructions, examples: [...examples, ...examplesFromTurns(turns, author)] };
}

/** The replies that a prompt shows, in its text and as earlier turns, and the instructions without them. */
export function readReplies(
  author: string,
  turns: readonly Message[],
): { instructions: string; replies: WrittenReply[] } {
  const { instructions, replies } = splitReplies(author);
  const inTurns = pairsOf(turns, author).map(({ text, reply }) => ({ message: text, reply: reply.trim() }));
  // A prompt that shows labels alone wants its messages sorted.
  const areReplies = replies.length > 0 || inTurns.some(({ reply }) => parseAnswer(reply) === null);
  return { instructions, replies: areReplies ? [...replies, ...inTurns] : [] };
}

function examplesFromTurns(turns: readonly Message[], author: string): WorkedExample[] {
  return pairsOf(turns, author).flatMap(({ text, reply }) => {
    const answer = parseAnswer(reply);
    return answer === null ? [] : [{ text, answer }];
  });
}

/** Earlier turns of a user that were answered. */
function pairsOf(turns: readonly Message[], author: string): { text: string; reply: string }[] {
  return turns.flatMap((turn, index) => {
    const next = turns[index + 1];
    if (turn.role !== 'user' || next?.role !== 'assistant') return [];
    return [{ text: splitQuestion(turn.content, author || ' ').data, reply: next.content }];
  });
}

function splitQuestion(turn: string, system: string): { orders: string; data: string } {
  const tagged = splitTagged(turn, system);
  if (tagged !== null) return tagged;
  if (system !== '') return { orders: '', data: turn.trim().replace(dataLabel, '') };
  return splitLabelled(turn);
}

/** From the first opening tag to the last closing one, so that data can't end itself early. */
function splitTagged(turn: string, system: string): { orders: string; data: string } | null {
  const open = /<([a-z][\w-]*)>/i.exec(turn);
  if (open === null || (system !== '' && !system.includes(open[0]))) return null;
  const start = open.index + open[0].length;
  const end = turn.lastIndexOf(`</${open[1]}>`);
  if (end < start) return null;
  const orders = `${turn.slice(0, open.index)}\n${turn.slice(end + open[0].length + 1)}`.trim();
  return { orders, data: turn.slice(start, end).trim() };
}

/** One turn with everything in it: what follows the last `Message:` is data; without one it is all both. */
function splitLabelled(turn: string): { orders: string; data: string } {
  const lines = turn.split('\n');
  const start = lines.findLastIndex((line) => dataLabel.test(line.trim()));
  if (start < 0) return { orders: turn, data: turn };
  const data = lines.slice(start).join('\n').trim().replace(dataLabel, '');
  return {
    orders: lines.slice(0, start).join('\n'),
    data: data.replace(/\n\s*(?:answer|output)[ \t]*:\s*$/i, ''),
  };
}
