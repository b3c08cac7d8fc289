import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../core/error-code.ts';

/** Where folders can't be opened or flushed (Windows, some network drives) the names are as durable as they get. */
const cannotFlush = new Set(['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'ENOSYS']);

/** Makes the names in a folder survive a power cut; a file's own fsync covers only its content. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannotFlush.has(errorCode(error) ?? '')) throw error;
  }
}

/** Writes a file that must not exist yet, and flushes its content. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a folder below `root` whose own name is durable. Every folder from the root down is flushed, because
 * another process may have made one and not have flushed it yet.
 */
export async function makeFolder(root: string, folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  const outermost = firstMade !== undefined && firstMade.length < root.length ? firstMade : root;
  const last = dirname(outermost);
  for (let path = folder; path !== last && path !== dirname(path); ) {
    path = dirname(path);
    await syncFolder(path);
  }
}
