import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { IntegrityError } from '../../core/errors.ts';
import { parseKey } from '../keys.ts';

/**
 * The content of a key's file; undefined where there is none.
 *
 * @throws IntegrityError where something that is no file stands in the place of a record.
 */
export async function readRecord(root: string, key: string): Promise<Uint8Array | undefined> {
  const path = join(root, key);
  try {
    // Opening a pipe, or reading from one, may wait for good, and nothing could interrupt that.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const about = await handle.stat();
      if (about.isFile()) return await handle.readFile();
      if (about.isDirectory() && !parseKey(key)) return undefined;
      throw noFile(key, about.isDirectory() ? 'a folder' : 'a pipe or a device');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'ENXIO') throw noFile(key, 'a socket');
    if (code === 'EISDIR' && parseKey(key)) throw noFile(key, 'a folder');
    if (code === 'ELOOP' || (code === 'ENOENT' && (await isLink(path)))) {
      throw noFile(key, 'a link that leads nowhere');
    }
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined;
    throw error;
  }
}

function noFile(key: string, what: string): IntegrityError {
  return new IntegrityError(`${key} is ${what} and no file`);
}

async function isLink(path: string): Promise<boolean> {
  return await lstat(path).then(
    (about) => about.isSymbolicLink(),
    () => false,
  );
}
