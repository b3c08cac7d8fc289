import { createHash } from 'node:crypto';
import { statSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as turnOver } from 'node:timers/promises';
import { PromptevalError } from '../core/errors.ts';
import { fileChunks } from '../core/file-chunks.ts';
import type { Place } from '../core/place.ts';

/** The append-only file of scored trials: the truth while a run lives. */
export interface Journal {
  /**
   * Resolves when the line is with the operating system: from then on a kill of this process can't take it away.
   *
   * @param line a TrialRecord or a PairRecord as JSON.
   * @returns where it stands.
   * @throws PromptevalError when the file can't be written.
   */
  append(line: string): Promise<Place>;
  /**
   * Resolves when everything stands on the disk.
   *
   * @throws PromptevalError as `append` does.
   */
  close(): Promise<void>;
}

/** A power cut may take away what was written in so many milliseconds before it. */
const syncEveryMs = 1000;

/**
 * Lines are written at once, not in the background: for so little text that takes a fifth of the time, and a trial need
 * not wait for it.
 */
export function openJournal(
  file: string,
  openFile: (file: string) => Promise<FileHandle> = openAppending,
): Journal {
  let failure: PromptevalError | undefined;
  const fail = (error: unknown): never => {
    failure ??= failureOf(file, error);
    throw failure;
  };
  const opened = openFile(file).catch(fail);
  let synced: Promise<void> = Promise.resolve();
  let syncedAt = performance.now();
  let closed: Promise<void> | undefined;
  const syncSometimes = (handle: FileHandle) => {
    if (performance.now() - syncedAt < syncEveryMs) return;
    syncedAt = performance.now();
    synced = synced.then(() => handle.datasync());
    synced.catch(() => undefined);
  };
  const close = async () => {
    const handle = await opened;
    try {
      await batch;
      if (failure) throw failure;
      await synced.then(() => handle.datasync()).catch(fail);
    } finally {
      await handle.close();
    }
  };
  opened.catch(() => undefined);
  let lines: string[] = [];
  /** Of the file, with what is still to be written. */
  let end = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let batch: Promise<void> | undefined;
  const writeLines = async () => {
    const handle = await opened;
    await turnOver();
    batch = undefined;
    const bytes = Buffer.from(lines.join(''));
    lines = [];
    // Nothing is written after what failed, so that only the last line can be torn.
    if (failure) throw failure;
    try {
      writeWhole(handle.fd, bytes);
    } catch (error) {
      fail(error);
    }
    syncSometimes(handle);
  };
  return {
    append(line) {
      const place = { start: end, length: Buffer.byteLength(line) };
      end += place.length + 1;
      lines.push(line, '\n');
      batch ??= writeLines();
      return batch.then(() => place);
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** A disk that is nearly full takes a part of it, and says so when it is asked to take the rest. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

function openAppending(file: string): Promise<FileHandle> {
  return open(file, 'a');
}

function failureOf(file: string, error: unknown): PromptevalError {
  const why = error instanceof Error ? error.message : String(error);
  return new PromptevalError(`Could not write ${file}: ${why}`, 2);
}

/** The digest of a file's bytes. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(file)) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
