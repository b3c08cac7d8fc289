import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { delimiterOf } from '../../core/csv-delimiter.ts';
import { digestBytes } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import { writeWhole } from '../opening/write-whole.ts';
import { quoted } from './label-sheet.ts';
import { harmless } from './sheet-cells.ts';

/** What a label changes in its row; columns that the sheet lacks are added at its end. */
export interface LabelCells {
  /** A number: a negative one is no formula. */
  label: string;
  by: string;
  note: string;
}

/** A sheet as it stands on the disk: whatever else a person wrote into it stays. */
export interface SheetFile {
  /** Of its bytes. */
  digest: string;
  isMarked: boolean;
  delimiter: string;
  header: string[];
  rows: string[][];
}

const mark = '\ufeff';

/** Of a file that was checked before. @throws InputError where it can't be read any more. */
export async function readSheetFile(file: string, shown: string): Promise<SheetFile> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const message = error.code === 'ENOENT' ? 'the sheet is not there any more' : error.message;
    throw new InputError({ file: shown, message });
  });
  const text = bytes.toString('utf8');
  const isMarked = text.startsWith(mark);
  const delimiter = delimiterOf(isMarked ? text.slice(1) : text);
  const records: string[][] = parse(isMarked ? text.slice(1) : text, {
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const [header = [], ...rows] = records;
  return { digest: digestBytes(bytes), isMarked, delimiter, header: header.map((name) => name.trim()), rows };
}

/** Written as a whole or not at all. @returns what stands there now */
export async function writeLabel(
  file: string,
  sheet: SheetFile,
  id: string,
  cells: LabelCells,
): Promise<SheetFile> {
  const safe = { ...cells, by: harmless(cells.by), note: harmless(cells.note) };
  const added = Object.keys(cells).filter((name) => !sheet.header.includes(name));
  const header = [...sheet.header, ...added];
  const changes = new Map(Object.entries(safe).map(([name, text]) => [header.indexOf(name), text]));
  const idColumn = header.indexOf('id');
  const rows = sheet.rows.map((row) => {
    const isMeant = row[idColumn]?.trim() === id;
    return header.map((_, column) => (isMeant ? changes.get(column) : undefined) ?? row[column] ?? '');
  });
  const lines = [header, ...rows].map((row) => row.map(quoted));
  const text = lines.map((line) => `${line.join(sheet.delimiter)}\r\n`).join('');
  const whole = sheet.isMarked ? mark + text : text;
  await writeWhole(file, whole);
  return { ...sheet, header, rows, digest: digestBytes(Buffer.from(whole)) };
}
