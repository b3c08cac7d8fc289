import type { Json } from '../core/json.ts';

/** A case as a file would have it: reserved fields and variables side by side, in order. */
export type NewRow = ReadonlyMap<string, Json>;

/** A file's text with one case more. Everything that stood there stands there as it did. */
export interface Appended {
  text: string;
  /** Fields that the file has no place for: a CSV has only the columns of its header. */
  leftOut: string[];
}

export type Append = (text: string, row: NewRow) => Appended;

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n/.exec(text)?.[0] ?? '\n';
}
