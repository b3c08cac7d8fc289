/** Whether a run takes answers from the cache, and whether it puts its own there. */
export type CacheMode = 'on' | 'read-only' | 'write-only' | 'off';

export const cacheModes: readonly CacheMode[] = ['on', 'read-only', 'write-only', 'off'];

export function readsCache(mode: CacheMode): boolean {
  return mode === 'on' || mode === 'read-only';
}

export function writesCache(mode: CacheMode): boolean {
  return mode === 'on' || mode === 'write-only';
}
