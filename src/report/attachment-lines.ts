import { digestBytes, shortDigest } from '../core/digest.ts';
import type { Message, PromptFile } from '../core/prompt.ts';

/** What a message carries beside its text, one line each. */
export function attachmentLines({ images = [], toolCalls = [], cache }: Message): string[] {
  return [
    ...images.map((image) => `(image: ${imageText(image)})`),
    ...toolCalls.map(({ id, name, arguments: given }) => `(call ${id}: ${name} ${JSON.stringify(given)})`),
    ...(cache ? ['(cache: everything up to here)'] : []),
  ];
}

/** `[user]`, `[tool, answers call_1]` without the brackets. */
export function roleText({ role, toolCallId }: Message): string {
  return toolCallId === undefined ? role : `${role}, answers ${toolCallId}`;
}

/** The tools that a prompt hands to the model, as lines to compare. */
export function toolLines(prompt: PromptFile): string[] {
  const { tools, toolChoice, dropUnsupported } = prompt['x-prompteval'] ?? {};
  const choice = typeof toolChoice === 'object' ? toolChoice.name : toolChoice;
  return [
    ...(tools ? ['tools:', ...JSON.stringify(tools, null, 2).split('\n')] : []),
    ...(choice === undefined ? [] : [`toolChoice: ${choice}`]),
    ...(dropUnsupported ? [`dropUnsupported: ${dropUnsupported.join(', ')}`] : []),
  ];
}

/** A picture in words: its path, its URL, or of a loaded one `png, 12.3 KB, 9f3c1a2`. Never the picture itself. */
function imageText(image: string): string {
  const [, type, base64] = /^data:image\/([\w+.-]+);base64,(.*)$/.exec(image) ?? [];
  if (type === undefined || base64 === undefined) return image.startsWith('data:') ? 'unknown data' : image;
  const bytes = Buffer.from(base64, 'base64');
  return `${type}, ${(bytes.length / 1024).toFixed(1)} KB, ${shortDigest(digestBytes(bytes))}`;
}
