import type { Json } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';

/** A case as a file has it, before anything in it is understood. */
export interface Row {
  fields: ReadonlyMap<string, Json>;
  /** The 1-based line where it begins; worked out when asked, since most rows are never complained about. */
  line: () => number | undefined;
}

/** What one file holds; problems carry no file yet. */
export interface FileRows {
  rows: Row[];
  problems: Problem[];
}

/** A problem at a line, if that is known. */
export function problemAtLine(line: number | undefined, words: Omit<Problem, 'file' | 'line'>): Problem {
  return line === undefined ? words : { line, ...words };
}
