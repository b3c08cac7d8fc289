import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../core/error-code.ts';
import { isKey } from '../keys.ts';

/**
 * What lies among the records of a folder and has a name that no record can have, such as a copy that a file manager made: no listing
 * of keys shows it. Names that begin with a dot, and files beside the folders of records, are nobody's business.
 */
export async function* strayFiles(root: string, folder = ''): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const isFolder = entry.isDirectory();
    if (entry.name.startsWith('.') || (folder === '' && !isFolder)) continue;
    const path = folder + entry.name;
    if (!isKey(entry.name)) yield isFolder ? `${path}/` : path;
    else if (isFolder) yield* strayFiles(root, `${path}/`);
  }
}
