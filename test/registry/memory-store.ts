import type { Store } from '../../src/core/registry.ts';
import { checkKey } from '../../src/registry/keys.ts';

/** A registry in memory; `entries` is open so that a test can tamper with what is stored. */
export function createMemoryStore(): Store & { entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    async putIfAbsent(key, bytes) {
      checkKey(key);
      if (entries.has(key)) return 'exists';
      entries.set(key, bytes.slice());
      return 'created';
    },
    async get(key) {
      checkKey(key);
      return entries.get(key)?.slice();
    },
    async *list(prefix) {
      yield* [...entries.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
  };
}

export async function listAll(store: Store, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}
