import { documentPath } from '../delivery/paths.ts';
import type { Origin } from './origin.ts';
import type { Reader } from './storage.ts';

/** A bundle's folder in place of a server. It may be written anew while it is read. */
export function createFolderOrigin(folder: Reader, name: string | URL): Origin {
  return {
    layer: 'disk',
    async read(path) {
      const text = await folder.read(path);
      if (text !== undefined) return { kind: 'document', text, etag: undefined, ageMs: 0 };
      // Every bundle has an index; without it the folder is gone, or a volume is not mounted, and nobody knows what there is.
      const index = await folder.read(documentPath({ kind: 'index' }));
      if (index !== undefined) return { kind: 'absent' };
      throw new Error(`could not be read: there is no bundle in ${name}`);
    },
  };
}
