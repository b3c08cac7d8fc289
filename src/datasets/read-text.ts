import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errorCode } from '../core/error-code.ts';
import { fileChunks } from '../core/file-chunks.ts';
import type { Problem } from '../core/problem.ts';
import { unreadReason } from '../core/read-file.ts';
import { suggest } from '../core/suggest.ts';

const badEncoding = 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** A file that can't be read as text; says so in words. */
export class UnreadableFile extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'UnreadableFile';
    this.problem = problem;
  }
}

/**
 * The text of a file, chunk by chunk, without its byte order mark. Bytes that are no UTF-8 are an error: a
 * replacement character in a golden case would be measured as if the user had written it.
 *
 * @throws UnreadableFile
 */
export async function* readText(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of fileChunks(file)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw new UnreadableFile(await failureOf(error, file));
  }
}

/** @throws UnreadableFile */
export async function readWholeText(file: string): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of readText(file)) chunks.push(chunk);
  return chunks.join('');
}

async function failureOf(error: unknown, file: string): Promise<Problem> {
  const code = errorCode(error);
  if (code === 'ENOENT') return notThere(file);
  if (code === badEncoding) {
    const line = await firstBadLine(file);
    return {
      ...(line !== null && { line }),
      message: 'is not encoded as UTF-8',
      hint: 'Save it as UTF-8; spreadsheets call it "CSV UTF-8"',
    };
  }
  return { message: unreadReason(error) };
}

/** Where the first byte is that is no UTF-8. Read again: a decoder does not say how far it came. */
async function firstBadLine(file: string): Promise<number | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let before = '';
  try {
    for await (const chunk of fileChunks(file)) {
      // As Latin-1 each byte is a character. No byte of a longer UTF-8 character is a line break.
      for (const [piece] of chunk.toString('latin1').matchAll(/[^\r\n]+|[\r\n]/g)) {
        decoder.decode(Buffer.from(piece, 'latin1'), { stream: true });
        if (piece === '\r' || (piece === '\n' && before !== '\r')) line++;
        before = piece;
      }
    }
    return line;
  } catch (error) {
    return errorCode(error) === badEncoding ? line : null;
  }
}

async function notThere(file: string): Promise<Problem> {
  const siblings = await readdir(dirname(file)).catch(() => []);
  const meant = suggest(basename(file), siblings);
  return { message: 'does not exist', ...(meant === undefined ? {} : { hint: `Did you mean "${meant}"?` }) };
}
