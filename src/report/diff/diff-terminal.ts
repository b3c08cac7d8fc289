import { styleText } from 'node:util';
import { excerpt, printable } from '../../core/text.ts';
import { padColumns } from '../text-layout.ts';
import { type DiffLine, markedPart, plainLine } from './diff-lines.ts';
import { type FieldTable, fieldTables, messageBlocks } from './diff-words.ts';
import type { PromptDiff } from './prompt-diff.ts';

type Style = 'red' | 'green' | 'dim' | 'bold';
type Paint = (style: Style, text: string) => string;

const longestValue = 600;

/** A comparison for a terminal. Without colours it says the same: every change has its sign or its marks. */
export function renderDiffTerminal(diff: PromptDiff, { color }: { color: boolean }): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const messages = messageBlocks(diff).map(({ title, lines }) =>
    [paint(lines.length === 0 ? 'dim' : 'bold', title), ...lines.map((line) => paintLine(line, paint))].join(
      '\n',
    ),
  );
  const tables = fieldTables(diff).map((table) => paintTable(table, paint));
  return [...messages, ...tables].join('\n\n');
}

const lineStyles = { '+': 'green', '-': 'red', '…': 'dim' } as const;
const partStyles = { added: 'green', removed: 'red', skipped: 'dim' } as const;

function paintLine(line: DiffLine, paint: Paint): string {
  if (line.sign === ' ') return printable(plainLine(line));
  if (line.sign !== '!') return paint(lineStyles[line.sign], printable(plainLine(line)));
  const parts = line.parts.map((part) => {
    const text = printable(markedPart(part));
    return part.kind === 'same' ? text : paint(partStyles[part.kind], text);
  });
  return `! ${parts.join('')}`;
}

function paintTable({ title, rows }: FieldTable, paint: Paint): string {
  const cells = padColumns(
    rows.map(({ sign, field, before, after }) => [
      sign,
      excerpt(field, longestValue),
      `${excerpt(before, longestValue)} → ${excerpt(after, longestValue)}`,
    ]),
  );
  const lines = cells.map((row, index) => {
    const text = row.join('  ').trimEnd();
    const sign = rows[index]?.sign ?? '!';
    return sign === '!' ? text : paint(lineStyles[sign], text);
  });
  return [paint('bold', title), ...lines].join('\n');
}
