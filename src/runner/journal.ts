import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { PromptevalError } from '../core/errors.ts';
import type { TrialRecord } from '../core/trial.ts';

/** The append-only file of scored trials: the truth while a run lives. */
export interface Journal {
  /**
   * Resolves when there is room for more.
   *
   * @throws PromptevalError when the file can't be written.
   */
  append(record: TrialRecord): Promise<void>;
  /**
   * Resolves when everything stands in the file.
   *
   * @throws PromptevalError as `append` does.
   */
  close(): Promise<void>;
}

export function openJournal(file: string): Journal {
  const stream = createWriteStream(file, { flags: 'a', highWaterMark: 256 * 1024, flush: true });
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = new PromptevalError(
      `Could not write ${file}: ${error.message}. What was measured before stays there.`,
      2,
    );
  });
  // One listener for all who wait: a hundred of them would look like a leak to Node.
  let draining: Promise<unknown> | undefined;
  const drained = () => {
    draining ??= once(stream, 'drain')
      .catch(() => undefined)
      .finally(() => {
        draining = undefined;
      });
    return draining;
  };
  return {
    async append(record) {
      if (failure) throw failure;
      if (!stream.write(`${JSON.stringify(record)}\n`)) await drained();
      if (failure) throw failure;
    },
    async close() {
      stream.end();
      await finished(stream).catch(() => undefined);
      if (failure) throw failure;
    },
  };
}

/** The digest of a file's bytes. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}
