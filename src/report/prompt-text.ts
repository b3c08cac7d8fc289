import type { Message, PromptFile } from '../core/prompt.ts';
import { attachmentLines, roleText, toolLines } from './attachment-lines.ts';

/** Everything of a prompt that changes what a model sees, as lines. */
export function promptLines(prompt: PromptFile): string[] {
  const lines = [`model: ${prompt.model}`];
  for (const [name, value] of Object.entries(prompt.modelParameters ?? {})) {
    lines.push(`${name}: ${JSON.stringify(value)}`);
  }
  if (prompt.responseFormat !== undefined) lines.push(`responseFormat: ${prompt.responseFormat}`);
  for (const message of prompt.messages ?? []) {
    if ('variable' in message) lines.push(`[conversation: ${message.variable}]`);
    else lines.push(`[${roleText(message)}]`, ...contentLines(message), ...attachmentLines(message));
  }
  lines.push(...toolLines(prompt));
  if (prompt.jsonSchema !== undefined) {
    lines.push('jsonSchema:', ...JSON.stringify(prompt.jsonSchema, null, 2).split('\n'));
  }
  return lines;
}

function contentLines({ content, toolCalls }: Message): string[] {
  return content === '' && toolCalls ? [] : content.replace(/\n$/, '').split(/\r?\n/);
}
