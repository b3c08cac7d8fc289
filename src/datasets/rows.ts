import type { Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';

/** A case as a file has it, before anything in it is understood. */
export interface Row {
  fields: ReadonlyMap<string, Json>;
  line: Line;
}

/**
 * The 1-based line where a row begins. Where finding it takes a while it is found when asked, which is seldom, and then so is
 * that of one of its fields.
 */
export type Line = number | ((field?: string) => number | undefined);

export function lineNumber(line: Line, field?: string): number | undefined {
  return typeof line === 'number' ? line : line(field);
}

/** Takes what a file holds, in the order of the file; problems carry no file yet. */
export interface RowSink {
  row(row: Row): void;
  problem(problem: Problem): void;
}

export type RowReader = (file: string, sink: RowSink) => Promise<void>;

/** What a small file holds, all at once. */
export async function readAll(read: RowReader, file: string): Promise<{ rows: Row[]; problems: Problem[] }> {
  const found = { rows: [] as Row[], problems: [] as Problem[] };
  await read(file, {
    row: (row) => found.rows.push(row),
    problem: (problem) => found.problems.push(problem),
  });
  return found;
}

/** A problem at a line, if that is known. */
export function problemAtLine(line: number | undefined, words: Omit<Problem, 'file' | 'line'>): Problem {
  return line === undefined ? words : { line, ...words };
}
