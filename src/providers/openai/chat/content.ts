import { isJsonObject } from '../../../core/json.ts';

/** Parts that are no text of the answer, though the answer is read where they stand: the model's reasoning and its sources. */
const aside = new Set(['thinking', 'reasoning', 'redacted_thinking', 'reference']);

/**
 * The text of a message, or of a piece of a stream: OpenAI sends it as it is, Mistral and some gateways in parts. An answer
 * that calls tools has none.
 *
 * @returns undefined where nothing of it can be read.
 */
export function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  return textOfParts(Array.isArray(content) ? content : [content]);
}

function textOfParts(parts: readonly unknown[]): string | undefined {
  const texts = parts.map(textOfPart);
  const isRead = texts.length === 0 || texts.some((text) => text !== undefined);
  return isRead ? texts.join('') : undefined;
}

function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  if (!isJsonObject(part)) return undefined;
  const { type = 'text', text } = part;
  if (type === 'text' || type === 'output_text') return typeof text === 'string' ? text : undefined;
  return typeof type === 'string' && aside.has(type) ? '' : undefined;
}
