import type { Snapshot } from './client-types.ts';
import { createFolder } from './folder.ts';
import type { Reader } from './storage.ts';

export function createSnapshot(snapshot: string | URL | Snapshot): Reader {
  if (typeof snapshot === 'string' || snapshot instanceof URL) return createFolder(snapshot);
  const { documents } = snapshot;
  return {
    read: async (path) => (Object.hasOwn(documents, path) ? JSON.stringify(documents[path]) : undefined),
  };
}
