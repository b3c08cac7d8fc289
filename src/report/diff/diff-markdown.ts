import { markdownBlock, markdownTable, markdownText } from '../markdown-text.ts';
import { plainLine } from './diff-lines.ts';
import { fieldTables, messageBlocks } from './diff-words.ts';
import type { PromptDiff } from './prompt-diff.ts';

const longestValue = 300;

/**
 * A comparison in Markdown: the messages as one block, which many readers colour by the signs, then a table for each group
 * of fields. '' where nothing differs.
 *
 * @param length most characters of the block, and of the rows of each table.
 */
export function renderDiffMarkdown(diff: PromptDiff, length: number): string {
  const lines = messageBlocks(diff).flatMap((block) => [
    `@@ ${block.title} @@`,
    ...block.lines.map(plainLine),
  ]);
  const tables = fieldTables(diff).map(({ title, rows }) => {
    const cells = rows.map(({ sign, field, before, after }) => [
      { '+': 'added', '-': 'removed', '!': 'changed' }[sign],
      ...[field, before, after].map((text) => markdownText(text, longestValue)),
    ]);
    const { table, left } = markdownTable(['', 'Field', 'Before', 'After'], [], cells, length);
    return `**${title}**\n\n${table}${left > 0 ? `\n\n${left} more changes are not shown here.` : ''}`;
  });
  return [...messageBlock(lines.join('\n'), length), ...tables].join('\n\n');
}

function messageBlock(text: string, length: number): string[] {
  if (text === '') return [];
  const note = [...text].length > length ? ['_The messages are cut here._'] : [];
  return [markdownBlock(text, 'diff', length), ...note];
}
