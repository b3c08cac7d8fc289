import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { delimiterOf } from '../core/csv-delimiter.ts';
import { InputError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { shortAssertion } from './promptfoo-short.ts';
import type { PromptfooTest } from './promptfoo-test.ts';

/** promptfoo's columns: variables, and `__expected` with what an assertion says in short. */
export function csvTests(text: string, path: string, lost: string[]): PromptfooTest[] {
  const [header = [], ...rows] = csvRows(text, path);
  const columns = header.map((name) => name.trim());
  const ignored = new Set<string>();
  const tests = rows.map((row, index): PromptfooTest => {
    const test = { place: `${path} row ${index + 2}`, vars: {}, assertions: [], metadata: {} };
    if (row.length > columns.length)
      lost.push(`${test.place}: it has ${row.length} cells, and only ${columns.length} columns have a name`);
    return columns.reduce<PromptfooTest>(
      (read, column, at) => withCell(read, column, row[at], ignored),
      test,
    );
  });
  for (const column of ignored) lost.push(`the column ${column} of ${path}`);
  return tests;
}

function withCell(
  test: PromptfooTest,
  column: string,
  cell: string | undefined,
  ignored: Set<string>,
): PromptfooTest {
  if (cell === undefined) return test;
  const isEmpty = cell.trim() === '';
  const { place, assertions, metadata, vars } = test;
  if (/^__expected\d*$/.test(column)) {
    const placed = { place: `${place} ${column}`, assertion: shortAssertion(cell) };
    return isEmpty ? test : { ...test, assertions: [...assertions, placed] };
  }
  if (column === '__description') return isEmpty ? test : { ...test, description: cell };
  if (column.startsWith('__metadata:')) {
    const key = column.slice('__metadata:'.length);
    return isEmpty ? test : { ...test, metadata: { ...metadata, ...metadataOf(key, cell) } };
  }
  if (!column.startsWith('__')) return { ...test, vars: { ...vars, [column]: cell } };
  if (!isEmpty) ignored.add(column);
  return test;
}

/** `__metadata:topics[]` holds a list, its entries between commas. */
function metadataOf(key: string, cell: string): JsonObject {
  if (!key.endsWith('[]')) return { [key]: cell };
  const entries: Json[] = cell.split(/(?<!\\),/).map((entry) => entry.trim().replaceAll('\\,', ','));
  return { [key.slice(0, -2)]: entries };
}

function csvRows(text: string, path: string): string[][] {
  try {
    return parseCsv(text, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: delimiterOf(text),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError({
      file: path,
      ...(typeof error.lines === 'number' && { line: error.lines }),
      message: /QUOTE/.test(error.code) ? 'has a quote that does not enclose a whole cell' : error.message,
      hint: 'Quote the whole cell, and write a quote inside it twice: ""',
    });
  }
}
