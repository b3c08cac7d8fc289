import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { isKey, parseKey } from '../keys.ts';

/**
 * The keys below `folder` (`''`, or with a slash at the end) that begin with `prefix`, ascending. What a read of a key would
 * find is listed: links are followed, as mounted volumes have them. What stands in the place of a record and is no file is
 * listed too, for whoever reads it to say so.
 *
 * @param entered the folders that links led to on the way here, so that none is entered again from within
 */
export async function* listFiles(
  root: string,
  folder: string,
  prefix: string,
  entered: readonly string[] = [],
): AsyncGenerator<string> {
  const path = join(root, folder);
  const entries = await Promise.all(
    (await readFolder(path, folder === ''))
      .filter(({ name }) => isKey(name))
      .map((entry) => place(path, folder + entry.name, entry, entered)),
  );
  // Folders sort with their slash, as whole keys do: `a-b/1` comes before `a/1`.
  for (const { key, inside } of entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    if (inside === undefined) {
      if (key.startsWith(prefix)) yield key;
    } else if (key.startsWith(prefix) || prefix.startsWith(key)) {
      yield* listFiles(root, key, prefix, inside);
    }
  }
}

interface Place {
  /** Of a folder with a slash at the end. */
  key: string;
  /** For a folder: what its links led to. */
  inside?: readonly string[];
}

async function place(parent: string, key: string, entry: Dirent, entered: readonly string[]): Promise<Place> {
  if (parseKey(key)) return { key };
  if (entry.isDirectory()) return { key: `${key}/`, inside: entered };
  if (!entry.isSymbolicLink()) return { key };
  const path = join(parent, entry.name);
  const target = await stat(path).catch(() => undefined);
  if (!target?.isDirectory()) return { key };
  const [from, to] = await Promise.all([realpath(parent), realpath(path)]);
  const isLoop = [from, ...entered].some((before) => before === to || before.startsWith(to + sep));
  return isLoop ? { key } : { key: `${key}/`, inside: [...entered, to] };
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
