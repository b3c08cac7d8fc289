import { isJsonObject } from '../../core/json.ts';

/** Parts that are no text of the answer, though it is read where they stand: reasoning, sources, and what `refusalIn` reads. */
const aside = new Set(['thinking', 'reasoning', 'redacted_thinking', 'reference', 'refusal']);

/**
 * The text of a message, or of a piece of a stream: as it is, or in parts, as the Responses API, Mistral and some gateways send
 * it. An answer that calls tools has none.
 *
 * @returns undefined where nothing of it can be read.
 */
export function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  return textOfParts(Array.isArray(content) ? content : [content]);
}

/** The refusal that stands among the parts. */
export function refusalIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => (isJsonObject(part) && typeof part.refusal === 'string' ? part.refusal : ''))
    .join('');
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
