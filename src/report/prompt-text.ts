import type { Message, PromptFile } from '../core/prompt.ts';
import type { RunFile } from '../core/run-file.ts';
import { attachmentLines, roleText, toolLines } from './attachment-lines.ts';
import { type DiffLine, diffLines, withContext } from './line-diff.ts';

/** Everything of a prompt that changes what a model sees, as lines to compare. */
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

/** What the candidate changes, in context; null without a baseline, empty where nothing differs. */
export function promptChanges(run: RunFile): (DiffLine | null)[] | null {
  if (run.arms.baseline === null) return null;
  const lines = diffLines(promptLines(run.arms.baseline.prompt), promptLines(run.arms.candidate.prompt));
  return lines.some((line) => line.kind !== 'same') ? withContext(lines) : [];
}

const signs = { removed: '-', added: '+', same: ' ' } as const;

/** `+ a line`, as a unified diff marks it; null is what was left out. */
export function diffLineText(line: DiffLine | null): string {
  if (line === null) return '  …';
  return `${signs[line.kind]} ${line.text}`;
}
