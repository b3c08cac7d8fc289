import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { digestOf } from '../core/digest.ts';
import { isJsonObject } from '../core/json.ts';
import { type FolderKind, isOwnFolder } from './own-folder.ts';
import { documentPath } from './paths.ts';
import { unfinished } from './write-file.ts';

/** What makes a folder a bundle: the index, which every one has. */
export const bundleMarker = documentPath({ kind: 'index' });

const bundle: FolderKind = {
  name: 'bundle',
  marker: bundleMarker,
  hasStrangers,
  flaw: (text) => (isIndex(text) ? undefined : `holds a ${bundleMarker} that is of no bundle`),
  example: 'prompteval bundle public/prompts',
};

/**
 * Whether a folder holds a bundle already; false for one that nothing of a bundle's lies in.
 *
 * @throws InputError where it holds something else.
 */
export function isBundleFolder(folder: string, shown: string): Promise<boolean> {
  return isOwnFolder(folder, shown, bundle);
}

/**
 * Every file in the places of a bundle's: documents, the snapshot, and what a killed process left of either. Other files may lie beside
 * them, such as those of a web server.
 */
export async function filesOfBundle(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      if (entry.name === 'v1' && !entry.isFile()) return await filesBelow(folder, 'v1');
      return ['v1', 'snapshot.json'].includes(entry.name.replace(unfinished, '')) ? [entry.name] : [];
    }),
  );
  return files.flat();
}

async function filesBelow(folder: string, start: string): Promise<string[]> {
  const entries = await readdir(join(folder, start), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** What was left by a writing that was cut short before its first file was there is nobody else's. */
async function hasStrangers(folder: string): Promise<boolean> {
  return (await filesOfBundle(folder)).some((path) => !unfinished.test(path));
}

function isIndex(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value)) return false;
    const { checksum, ...index } = value;
    return index.v === 1 && Array.isArray(index.prompts) && checksum === digestOf(index);
  } catch {
    return false;
  }
}
