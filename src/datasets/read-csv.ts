import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { delimiterOf } from '../core/csv-delimiter.ts';
import { parseExactly } from '../core/exact-json.ts';
import type { Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { type Column, columnsOf } from './csv-columns.ts';
import { readText } from './read-text.ts';
import { problemAtLine, type RowSink } from './rows.ts';

/**
 * CSV as spreadsheets write it: with or without a byte order mark, LF or CRLF, separated by `,`, `;` or tabs,
 * whichever the header line has most of. Rows without any value are skipped as blank lines are.
 */
export async function readCsv(file: string, sink: RowSink): Promise<void> {
  const chunks = readText(file);
  const head = await readHead(chunks);
  const parser = parse({
    delimiter: delimiterOf(head),
    // Counted here instead, so that every ragged row is reported and not only the first.
    relax_column_count: true,
  });
  const sheet = new Sheet(sink);
  try {
    // The events take a quarter of the time that asynchronous iteration does.
    parser.on('data', (record: string[]) => sheet.add(record));
    await pipeline(Readable.from(withHead(head, chunks)), parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    sink.problem(syntaxProblem(error, sheet.lastLine + 1));
  }
}

/** Hands on records as rows; the first one is the header. */
class Sheet {
  lastLine = 0;
  readonly #sink: RowSink;
  #columns: Column[] | undefined;

  constructor(sink: RowSink) {
    this.#sink = sink;
  }

  add(record: string[]): void {
    const line = this.lastLine + 1;
    // A blank line is a record too, of one empty cell, and a cell may hold several lines.
    this.lastLine = line + lineBreaks(record);
    if (record.every((cell) => cell === '')) return;
    if (this.#columns === undefined) {
      const { columns, problems } = columnsOf(record);
      this.#columns = columns;
      for (const problem of problems) this.#sink.problem({ line, ...problem });
    } else {
      this.#addRow(record, this.#columns, line);
    }
  }

  #addRow(record: string[], columns: Column[], line: number): void {
    if (record.length !== columns.length) {
      this.#sink.problem({
        line,
        message: `has ${record.length} ${record.length === 1 ? 'cell' : 'cells'}`,
        expected: `${columns.length}, as the header has`,
        hint:
          record.length > columns.length
            ? 'Quote a cell that holds the separator'
            : 'A cell is missing, or a quote',
      });
      return;
    }
    const fields = new Map<string, Json>();
    for (const [index, column] of columns.entries()) {
      const value = this.#cellValue(record[index] ?? '', column, line);
      if (value !== undefined) fields.set(column.name, value);
    }
    this.#sink.row({ fields, line });
  }

  #cellValue(cell: string, column: Column, line: number): Json | undefined {
    if (!column.isJson) return cell === '' && column.isReserved ? undefined : cell;
    if (cell.trim() === '') return undefined;
    try {
      const { value, flaws } = parseExactly(cell);
      for (const { position: _, field, ...flaw } of flaws) {
        this.#sink.problem({ line, field: column.header, ...flaw, message: within(field, flaw.message) });
      }
      return value;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#sink.problem({ line, field: column.header, message: `is no valid JSON: ${reason}` });
      return undefined;
    }
  }
}

/** What is wrong inside a cell, with the place in its value. */
function within(field: string | undefined, message: string): string {
  return field ? `${field}: ${message}` : message;
}

async function readHead(chunks: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (!/[\r\n]/.test(head)) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    head += value;
  }
  return head;
}

async function* withHead(head: string, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* chunks;
}

function lineBreaks(record: readonly string[]): number {
  return record.reduce(
    (sum, cell) => sum + (/[\r\n]/.test(cell) ? cell.split(/\r\n|\n|\r/).length - 1 : 0),
    0,
  );
}

/** csv-parse stops at the first broken quote, so a file has at most one of these. */
function syntaxProblem(error: CsvError, nextLine: number): Problem {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return {
      line: nextLine,
      message: 'has a quote that is never closed',
      hint: 'Write a quote inside a cell twice: ""',
    };
  }
  const line = typeof error.lines === 'number' ? error.lines : nextLine;
  if (error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE') {
    return {
      line,
      message: 'has a quote in the middle of a cell',
      hint: 'Quote the whole cell, and write a quote inside it twice: ""',
    };
  }
  return problemAtLine(line, { message: error.message });
}
