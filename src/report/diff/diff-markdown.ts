import { markdownBlock, markdownTable, markdownText } from '../markdown-text.ts';
import { plainLine } from './diff-lines.ts';
import { fieldTables, messageBlocks } from './diff-words.ts';
import type { PromptDiff } from './prompt-diff.ts';

const mostRows = 60;
const longestValue = 300;

/**
 * A comparison in Markdown: the messages as one block, which many readers colour by the signs, then a table for each group
 * of fields. '' where nothing differs.
 *
 * @param length most characters of the block.
 */
export function renderDiffMarkdown(diff: PromptDiff, length: number): string {
  const lines = messageBlocks(diff).flatMap((block) => [
    `@@ ${block.title} @@`,
    ...block.lines.map(plainLine),
  ]);
  const block = lines.length === 0 ? [] : [markdownBlock(lines.join('\n'), 'diff', length)];
  const tables = fieldTables(diff).map(({ title, rows }) => {
    const cells = rows
      .slice(0, mostRows)
      .map(({ sign, field, before, after }) => [
        { '+': 'added', '-': 'removed', '!': 'changed' }[sign],
        ...[field, before, after].map((text) => markdownText(text, longestValue)),
      ]);
    const left = rows.length - cells.length;
    const more = left > 0 ? `\n\n${left} more changes are not shown here.` : '';
    return `**${title}**\n\n${markdownTable(['', 'Field', 'Before', 'After'], [], cells)}${more}`;
  });
  return [...block, ...tables].join('\n\n');
}
