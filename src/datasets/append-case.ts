import { extname } from 'node:path';
import { InputError } from '../core/errors.ts';
import { type Append, type Appended, lineBreakOf, type NewRow } from './new-row.ts';

const writers: Record<string, () => Promise<Append>> = {
  '.csv': async () => (await import('./append-csv.ts')).appendCsv,
  '.tsv': async () => (await import('./append-csv.ts')).appendCsv,
  '.jsonl': async () => appendJsonl,
  '.ndjson': async () => appendJsonl,
  '.json': async () => (await import('./append-document.ts')).appendDocument,
  '.yaml': async () => (await import('./append-document.ts')).appendDocument,
  '.yml': async () => (await import('./append-document.ts')).appendDocument,
};

/**
 * Adds one case at the end of a dataset's text, in the manner of the file.
 *
 * @param file decides the format by how its name ends.
 * @throws InputError for what the format can not hold.
 */
export async function appendCase(file: string, text: string, row: NewRow): Promise<Appended> {
  const load = writers[extname(file).toLowerCase()];
  if (load === undefined)
    throw new InputError({ file, message: 'is no kind of dataset that can be written' });
  return (await load())(text, row);
}

const appendJsonl: Append = (text, row) => {
  const end = lineBreakOf(text);
  const before = text === '' || text.endsWith('\n') ? text : text + end;
  return { text: `${before}${JSON.stringify(Object.fromEntries(row))}${end}`, leftOut: [] };
};
