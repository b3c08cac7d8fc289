import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PromptevalError } from '../core/errors.ts';
import type { PairRecord } from '../core/pair.ts';
import type { TrialRecord } from '../core/trial.ts';

/** The append-only file of scored trials: the truth while a run lives. */
export interface Journal {
  /**
   * Resolves when the line is with the operating system: from then on a kill of this process can't take it away.
   *
   * @throws PromptevalError when the file can't be written.
   */
  append(record: TrialRecord | PairRecord): Promise<void>;
  /**
   * Resolves when everything stands on the disk.
   *
   * @throws PromptevalError as `append` does.
   */
  close(): Promise<void>;
}

/** A power cut may take away what was written in so many milliseconds before it. */
const syncEveryMs = 1000;

export function openJournal(
  file: string,
  openFile: (file: string) => Promise<FileHandle> = openAppending,
): Journal {
  let failure: PromptevalError | undefined;
  const fail = (error: unknown): never => {
    failure ??= failureOf(file, error);
    throw failure;
  };
  const opened = openFile(file);
  let lines: string[] = [];
  /** Every write so far; nothing is written after one that failed, so that only the last line can be torn. */
  let written: Promise<void> = opened.then(() => undefined, fail);
  /** The write that takes all lines that wait, so that those who wait together are written together. */
  let next: Promise<void> | undefined;
  let synced: Promise<void> = Promise.resolve();
  let syncedAt = performance.now();
  let closed: Promise<void> | undefined;
  const write = async () => {
    const text = lines.join('');
    lines = [];
    next = undefined;
    const handle = await opened;
    await handle.appendFile(text).catch(fail);
    if (performance.now() - syncedAt < syncEveryMs) return;
    syncedAt = performance.now();
    synced = synced.then(() => handle.datasync());
    synced.catch(() => undefined);
  };
  const close = async () => {
    const handle = await opened.catch(fail);
    try {
      await written;
      await synced.then(() => handle.datasync()).catch(fail);
    } finally {
      await handle.close();
    }
  };
  written.catch(() => undefined);
  return {
    async append(record) {
      if (failure) throw failure;
      lines.push(`${JSON.stringify(record)}\n`);
      if (next === undefined) {
        next = written.then(write);
        written = next;
      }
      await next;
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function openAppending(file: string): Promise<FileHandle> {
  return open(file, 'a');
}

function failureOf(file: string, error: unknown): PromptevalError {
  const why = error instanceof Error ? error.message : String(error);
  return new PromptevalError(`Could not write ${file}: ${why}. What was measured before stays there.`, 2);
}

/** The digest of a file's bytes. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}
