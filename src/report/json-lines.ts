import { createReadStream } from 'node:fs';

const lineFeed = 0x0a;

/** A line that is not blank; without `value` where it is no JSON. */
export interface JsonLine {
  /** 1-based. */
  line: number;
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
  for await (const text of readLines(path)) {
    line++;
    if (text.trim() !== '') yield parseLine(line, text);
  }
}

function parseLine(line: number, text: string): JsonLine {
  try {
    return { line, value: JSON.parse(text) };
  } catch {
    return { line };
  }
}

/** Lines end at a line feed and nowhere else: node:readline also breaks at U+2028, which JSON allows inside a string. */
async function* readLines(path: string): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  const stream: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      pending.push(chunk.subarray(start, end));
      yield Buffer.concat(pending).toString('utf8');
      pending = [];
      start = end + 1;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
  if (pending.length > 0) yield Buffer.concat(pending).toString('utf8');
}
