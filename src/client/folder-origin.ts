import type { Origin } from './origin.ts';
import type { Reader } from './storage.ts';

/** A bundle's folder in place of a server. */
export function createFolderOrigin(bundle: Reader): Origin {
  return {
    layer: 'disk',
    async read(path) {
      const text = await bundle.read(path);
      return text === undefined ? { kind: 'absent' } : { kind: 'document', text, etag: undefined, ageMs: 0 };
    },
  };
}
