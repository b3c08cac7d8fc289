import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { IntegrityError } from '../../core/errors.ts';
import { openFile } from '../../core/read-file.ts';
import { parseKey } from '../keys.ts';

/**
 * The content of a key's file; undefined where there is none.
 *
 * @throws IntegrityError where something that is no file stands in the place of a record.
 */
export async function readRecord(root: string, key: string): Promise<Uint8Array | undefined> {
  const path = join(root, key);
  try {
    const handle = await openFile(path);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'ENOFILE' || code === 'ENXIO') throw noFile(key, 'a pipe or a device');
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
