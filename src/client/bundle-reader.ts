import { documentPath } from '../delivery/paths.ts';
import { createFolder } from './folder.ts';
import type { Reader } from './storage.ts';

/** A bundle in a folder. It may be written anew while it is read. */
export function createBundleReader(name: string | URL): Reader {
  const folder = createFolder(name);
  return {
    async read(path) {
      const text = await folder.read(path);
      if (text !== undefined) return text;
      // Every bundle has an index; without it the folder is gone, or a volume is not mounted, and nobody knows what there is.
      const index = await folder.read(documentPath({ kind: 'index' }));
      if (index === undefined) throw new Error(`could not be read: there is no bundle in ${name}`);
      return undefined;
    },
  };
}
