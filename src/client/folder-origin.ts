import type { Origin } from './origin.ts';
import type { Reader } from './storage.ts';

/** A bundle's folder in place of a server. It may be written anew while it is read. */
export function createFolderOrigin(folder: Reader): Origin {
  return {
    layer: 'disk',
    async read(path) {
      const text = await folder.read(path);
      return text === undefined ? { kind: 'absent' } : { kind: 'document', text, etag: undefined, ageMs: 0 };
    },
  };
}
