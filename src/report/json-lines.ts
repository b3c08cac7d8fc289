import { fileChunks } from '../core/file-chunks.ts';
import type { Place } from '../core/place.ts';

const lineFeed = 0x0a;

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
  for await (const lines of readPieces(path)) yield* lines;
}

/** For those who do nothing with a line that has to be waited for: to wait for each takes as long as to read it. */
export async function eachJsonLine(path: string, take: (line: JsonLine) => void): Promise<void> {
  for await (const lines of readPieces(path)) for (const line of lines) take(line);
}

/** The lines that end in each piece of a file; to be taken before the next piece is asked for. */
async function* readPieces(path: string): AsyncGenerator<Iterable<JsonLine>> {
  const lines = new Lines();
  for await (const chunk of fileChunks(path)) yield lines.in(chunk);
  yield lines.rest();
}

/** Lines end at a line feed and nowhere else: node:readline also breaks at U+2028, which JSON allows inside a string. */
class Lines {
  #line = 0;
  #start = 0;
  /** The beginning of a line that goes on in the next chunk: a character may be cut by the end of a chunk. */
  #pending: Buffer[] = [];

  *in(chunk: Buffer): Generator<JsonLine> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      const line = this.#next(chunk.subarray(start, end));
      if (line) yield line;
      start = end + 1;
    }
    if (start < chunk.length) this.#pending.push(Buffer.from(chunk.subarray(start)));
  }

  /** What is left where a file does not end in a line feed. */
  rest(): JsonLine[] {
    const line = this.#pending.length === 0 ? undefined : this.#next(Buffer.alloc(0));
    return line ? [line] : [];
  }

  /** undefined of a blank line. */
  #next(end: Buffer): JsonLine | undefined {
    const bytes = this.#pending.length === 0 ? end : Buffer.concat([...this.#pending, end]);
    this.#pending = [];
    const place = { start: this.#start, length: bytes.length };
    this.#start += bytes.length + 1;
    this.#line++;
    const text = bytes.toString('utf8');
    return text.trim() === '' ? undefined : parseLine(this.#line, place, text);
  }
}

function parseLine(line: number, place: Place, text: string): JsonLine {
  try {
    return { line, place, value: JSON.parse(text) };
  } catch {
    return { line, place };
  }
}
