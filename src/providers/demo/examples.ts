import { isJsonObject, type JsonObject } from '../../core/json.ts';

/** A message that stands in the prompt together with its right answer. */
export interface WorkedExample {
  text: string;
  /** Values by field; an answer that is a bare label stands under the empty name. */
  answer: JsonObject;
}

const messageLine = /^\s*(?:message|input|text|question|customer)[ \t]*:[ \t]*(.*)$/i;
const answerLine = /^\s*(?:answer|output|label)[ \t]*:[ \t]*(.*)$/i;
const longestLabel = 60;

/**
 * Takes the examples out of a text. An example is a line `Message: …` (or Input, Text, Question, Customer),
 * which may go on over more lines, and then a line `Answer: …` (or Output, Label) with a JSON object,
 * `field: value` pairs, or one label. Everything else is instructions.
 */
export function splitExamples(text: string): { instructions: string; examples: WorkedExample[] } {
  const examples: WorkedExample[] = [];
  let instructions: string[] = [];
  let open: string[] | null = null;
  for (const line of text.split('\n')) {
    const message = messageLine.exec(line);
    const answer = open === null ? null : parseAnswer(answerLine.exec(line)?.[1] ?? '');
    if (message !== null) {
      instructions = instructions.concat(open ?? []);
      open = [message[1] ?? ''];
    } else if (open !== null && answer !== null) {
      examples.push({ text: open.join('\n').trim(), answer });
      open = null;
    } else {
      (open ?? instructions).push(line);
    }
  }
  return { instructions: instructions.concat(open ?? []).join('\n'), examples };
}

/** Reads an answer that somebody wrote down; null where it can't be one. */
export function parseAnswer(text: string): JsonObject | null {
  const answer = text.trim();
  if (answer === '') return null;
  if (answer.startsWith('{')) return parseObject(answer);
  return parsePairs(answer) ?? parseLabel(answer);
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** `category: billing, urgency: low` */
function parsePairs(text: string): JsonObject | null {
  const pairs = text.split(/[,;\n]/).map((part) => /^\s*([\w-]+)\s*[:=]\s*(\S.*?)\s*$/.exec(part));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

function parseLabel(text: string): JsonObject | null {
  return text.length <= longestLabel && !text.includes('\n') ? { '': text } : null;
}
