import { createReadStream } from 'node:fs';

const lineFeed = 0x0a;

/**
 * The values of a JSON Lines file, one at a time. Lines end at a line feed and nowhere else: node:readline also
 * breaks at U+2028, which JSON allows inside a string. A line that is no JSON (a process was killed while it
 * wrote) is counted through `onUnreadable`, not thrown.
 */
export async function* readJsonLines(path: string, onUnreadable: () => void): AsyncGenerator<unknown> {
  for await (const line of readLines(path)) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      onUnreadable();
      continue;
    }
    yield value;
  }
}

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
