import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { excerpt, printable } from '../../core/text.ts';
import type { LabelItem } from '../../labelling/shared/label-task.ts';

const names = ['input', 'expected', 'answer'] as const;

/** What a person saw of an answer; undefined of columns that the sheet does not have. */
export type SeenCells = Partial<Record<(typeof names)[number], string>>;

/** A row that has a label. */
export interface LabelledRow {
  id: string;
  line?: number;
  seen: SeenCells;
}

/** As they stand in a sheet. */
export function cellsOf({ input, expected, answer }: LabelItem): Required<SeenCells> {
  const text = input.map(([name, value]) => `${name}: ${value}`).join('\n');
  return { input: harmless(text), expected: harmless(expected), answer: harmless(answer) };
}

/** What a spreadsheet would take for a formula stands after an apostrophe. */
export function harmless(text: string): string {
  const safe = printable(text);
  return /^[\s]*[=+\-@]/.test(safe) ? `'${safe}` : safe;
}

/**
 * A label is about what its row shows: columns that were sorted on their own, or changed, show another answer than the id says.
 *
 * @throws InputError with every row whose cells are not those that were asked about.
 */
export function requireSameCells(
  file: string,
  rows: readonly LabelledRow[],
  items: readonly LabelItem[],
): void {
  const byId = new Map(items.map((item) => [item.id, item]));
  const problems = rows.flatMap(({ id, line, seen }): Problem[] => {
    const item = byId.get(id);
    if (item === undefined) return [];
    const asked = cellsOf(item);
    return names.flatMap((field) => {
      const cell = seen[field];
      if (cell === undefined || isSameCell(cell, asked[field])) return [];
      const place = { file, ...(line !== undefined && { line }), field };
      const message = `is "${excerpt(cell, 60)}", and another one was asked about under the id ${id}`;
      return [{ ...place, message, expected: JSON.stringify(excerpt(asked[field], 60)) }];
    });
  });
  const [first, ...others] = problems;
  if (first === undefined) return;
  const hint = 'Sort whole rows, and leave all columns but the label as they were; nothing was recorded';
  throw new InputError([{ ...first, hint }, ...others]);
}

/** A spreadsheet cuts longer cells off. */
const longestCell = 32_000;

/** But for what a spreadsheet changes by itself: line ends, blanks, apostrophes, and how numbers, dates and truths are written. */
export function isSameCell(cell: string, asked: string): boolean {
  const [one, other] = [plain(cell), plain(asked)];
  if (one === other) return true;
  if (one.length >= longestCell) return other.startsWith(one);
  const [number, wanted] = [numberOf(one), numberOf(other)];
  if (number !== undefined && wanted !== undefined) {
    return Math.abs(number - wanted) <= Math.abs(wanted) * 1e-5;
  }
  return isDate(one) && isDate(other) && dateParts(one) === dateParts(other);
}

function plain(text: string): string {
  const whole = text.normalize('NFC').replace(/[\s\u00a0]+/g, ' ');
  return whole.trim().replace(/^'/, '').trim().toLowerCase();
}

function numberOf(text: string): number | undefined {
  const [, digits, percent] =
    /^([+-]?(?:\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:e[+-]?\d+)?)( ?%)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const isGrouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.|$)/.test(digits) && /,\d{3},|\./.test(digits);
  const value = Number(isGrouped ? digits.replaceAll(',', '') : digits.replace(',', '.'));
  return percent === undefined ? value : value / 100;
}

function isDate(text: string): boolean {
  return /^\d{1,4}([./-])\d{1,2}\1\d{1,4}$/.test(text);
}

/** In whatever order, and with the year in two digits. */
function dateParts(text: string): string {
  const parts = text.split(/[./-]/).map((part) => Number(part.length === 4 ? part.slice(2) : part));
  return parts.sort((one, other) => one - other).join(' ');
}
