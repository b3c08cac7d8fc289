import { fileChunks } from '../core/file-chunks.ts';

const lineFeed = 0x0a;

/** A stretch of a file. */
export interface Place {
  start: number;
  length: number;
}

/** A line that is not blank; without `value` where it is no JSON. */
export interface JsonLine {
  /** 1-based. */
  line: number;
  /** Where it stands in the file, in bytes, without its line feed. */
  place: Place;
  value?: unknown;
}

/**
 * The values of a JSON Lines file, one at a time. A line that is no JSON (a process was killed while it wrote) is
 * counted through `onUnreadable`, not thrown.
 */
export async function* readJsonLines(path: string, onUnreadable: () => void): AsyncGenerator<unknown> {
  for await (const entry of readNumberedJsonLines(path)) {
    if ('value' in entry) yield entry.value;
    else onUnreadable();
  }
}

/** The same with the number of each line, for those who have to name one. */
export async function* readNumberedJsonLines(path: string): AsyncGenerator<JsonLine> {
  let line = 0;
  let start = 0;
  for await (const { text, length } of readLines(path)) {
    line++;
    if (text.trim() !== '') yield parseLine(line, { start, length }, text);
    start += length + 1;
  }
}

function parseLine(line: number, place: Place, text: string): JsonLine {
  try {
    return { line, place, value: JSON.parse(text) };
  } catch {
    return { line, place };
  }
}

/** Lines end at a line feed and nowhere else: node:readline also breaks at U+2028, which JSON allows inside a string. */
async function* readLines(path: string): AsyncGenerator<{ text: string; length: number }> {
  /** The beginning of a line that goes on in the next chunk. */
  let pending: Buffer[] = [];
  for await (const chunk of fileChunks(path)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      if (pending.length === 0) yield { text: chunk.toString('utf8', start, end), length: end - start };
      else yield joined([...pending, chunk.subarray(start, end)]);
      pending = [];
      start = end + 1;
    }
    if (start < chunk.length) pending.push(Buffer.from(chunk.subarray(start)));
  }
  if (pending.length > 0) yield joined(pending);
}

/** A character may be cut by the end of a chunk. */
function joined(parts: readonly Buffer[]): { text: string; length: number } {
  const bytes = Buffer.concat(parts);
  return { text: bytes.toString('utf8'), length: bytes.length };
}
