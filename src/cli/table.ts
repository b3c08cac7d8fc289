import { printable } from '../core/text.ts';

export interface TableOptions {
  /** Most columns a line may take. */
  width: number;
  /** Titles of the columns that are cut with `…` where the table is wider, never below their own title's width. */
  cut?: readonly string[];
  /** Titles of those that are cut as far as they may be before any other is. */
  cutFirst?: readonly string[];
}

const gap = '  ';
const narrowest = 8;

/** Columns of text, two spaces apart; numbers and money to the right. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string {
  const lines = [titles, ...rows].map((row) =>
    titles.map((_, column) => [...printable(row[column] ?? '').replace(/\s+/g, ' ')]),
  );
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  shrink(widths, titles, options);
  const isNumber = titles.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^([$−+-]?[\d.,]+( %)?)?$/.test(row[column] ?? '')),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => aligned(cell, widths[column] ?? 0, isNumber[column] ?? false))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
}

/** Takes from the widest column that may be cut, until the line fits or nothing is left to take. */
function shrink(widths: number[], titles: readonly string[], options: TableOptions): void {
  const { width, cut = [], cutFirst = [] } = options;
  const rank = (column: number) => (cutFirst.includes(titles[column] ?? '') ? 1 : 0);
  const least = (column: number) => Math.max(narrowest, titles[column]?.length ?? 0);
  for (;;) {
    const total = widths.reduce((sum, columns) => sum + columns, gap.length * (widths.length - 1));
    const widest = widths
      .map((columns, column) => ({ columns, column }))
      .filter(({ columns, column }) => cut.includes(titles[column] ?? '') && columns > least(column))
      .sort((a, b) => rank(b.column) - rank(a.column) || b.columns - a.columns)[0];
    if (total <= width || widest === undefined) return;
    widths[widest.column] = widest.columns - 1;
  }
}

function aligned(cell: readonly string[], width: number, toTheRight: boolean): string {
  const shown = cell.length <= width ? cell : [...cell.slice(0, width - 1), '…'];
  const pad = ' '.repeat(width - shown.length);
  return toTheRight ? pad + shown.join('') : shown.join('') + pad;
}
