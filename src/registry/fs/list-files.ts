import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { isKey } from '../keys.ts';

/** The keys below `folder` (`''`, or with a slash at the end) that begin with `prefix`, ascending. */
export async function* listFiles(root: string, folder: string, prefix: string): AsyncGenerator<string> {
  for (const entry of sorted(await readFolder(join(root, folder), folder === ''))) {
    const key = folder + entry;
    if (entry.endsWith('/')) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listFiles(root, key, prefix);
    } else if (key.startsWith(prefix)) {
      yield key;
    }
  }
}

/** Folders sort with their slash, as whole keys do: `a-b/1` comes before `a/1`. */
function sorted(entries: readonly Dirent[]): string[] {
  return entries
    .filter((entry) => isKey(entry.name) && (entry.isDirectory() || entry.isFile()))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A registry need not exist yet; a file in its place is something else. */
async function readFolder(folder: string, isRoot: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || (code === 'ENOTDIR' && !isRoot)) return [];
    throw error;
  }
}
