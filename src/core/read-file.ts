import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

/** What is there and is no file. Has the fields of a system error, whose codes know no such thing. */
export class NoFileError extends Error {
  readonly code = 'ENOFILE';
  readonly syscall = 'open';
  readonly path: string;

  constructor(path: string) {
    super('it is no file, but a pipe or a device');
    this.name = 'NoFileError';
    this.path = path;
  }
}

/** What holds bytes that are no UTF-8: as replacement characters they would be sent, measured and published. As above. */
export class NotUtf8Error extends Error {
  readonly code = 'ENOTUTF8';
  readonly syscall = 'read';
  readonly path: string;

  constructor(path: string, bytes: Buffer) {
    // As Latin-1 each byte is a character, and no byte of a longer UTF-8 character is a line break.
    const lines = bytes.toString('latin1').split('\n');
    const line = 1 + lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
    super(`it is not encoded as UTF-8 (line ${line})`);
    this.name = 'NotUtf8Error';
    this.path = path;
  }
}

/**
 * Opens a file to read from. Opening a pipe, or reading from one, may wait for good, a device may never end, and nothing could
 * interrupt that.
 *
 * @throws NoFileError for these; a folder fails when it is read.
 */
export async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const about = await file.stat();
  if (about.isFile() || about.isDirectory()) return file;
  await file.close();
  throw new NoFileError(path);
}

/** The text of a file that a user named. @throws NoFileError; NotUtf8Error */
export async function readTextFile(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    const bytes = await file.readFile();
    if (!isUtf8(bytes)) throw new NotUtf8Error(path, bytes);
    return bytes.toString('utf8');
  } catch (error) {
    // Of a file that is open, such as a folder, the system's own error names no path.
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  } finally {
    await file.close();
  }
}

/** Why a file that a user named can't be read, after its name. */
export function unreadReason(error: unknown): string {
  if (error instanceof NotUtf8Error) return error.message.replace(/^it /, '');
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there';
  if (code === 'EISDIR') return 'is a folder, and no file';
  if (code === 'ENOFILE') return 'is a pipe or a device, and no file';
  return `can't be read (${code ?? String(error)})`;
}
