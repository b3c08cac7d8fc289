import { createBundleReader } from './bundle-reader.ts';
import type { Snapshot } from './client-types.ts';
import type { Reader } from './storage.ts';

export function createSnapshot(snapshot: string | URL | Snapshot): Reader {
  if (typeof snapshot === 'string' || snapshot instanceof URL) return createBundleReader(snapshot);
  const { documents } = snapshot;
  return {
    read: async (path) => (Object.hasOwn(documents, path) ? JSON.stringify(documents[path]) : undefined),
  };
}
