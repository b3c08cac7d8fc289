import { digestOf } from '../core/digest.ts';
import { isJsonObject } from '../core/json.ts';
import { type FolderKind, isOwnFolder } from './own-folder.ts';
import { documentPath } from './paths.ts';

/** What makes a folder a bundle: the index, which every one has. */
export const bundleMarker = documentPath({ kind: 'index' });

const bundle: FolderKind = {
  name: 'bundle',
  marker: bundleMarker,
  // Other files may lie beside a bundle, such as those of a web server.
  isInTheWay: (entry) => ['v1', 'snapshot.json'].includes(entry),
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
