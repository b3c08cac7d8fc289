import type { Store } from '../../src/core/registry.ts';

/** Stands for the end of a process: nothing that comes after it reaches the registry. */
export class Crash extends Error {}

export interface FaultyStore extends Store {
  /** How many operations were begun. */
  operations(): number;
}

/** Crashes at one operation (from 0 on), before the registry knows of it or after it is done; without a number never. */
export function faultyStore(
  store: Store,
  at = Number.POSITIVE_INFINITY,
  when: 'before' | 'after' = 'before',
): FaultyStore {
  let begun = 0;
  let isDead = false;
  const crash = (): never => {
    isDead = true;
    throw new Crash(`${when} operation ${at}`);
  };
  const begin = (): boolean => {
    if (isDead) throw new Crash('dead');
    const isHere = begun++ === at;
    if (isHere && when === 'before') crash();
    return isHere;
  };
  const through = async <Value>(operation: () => Promise<Value>): Promise<Value> => {
    const isHere = begin();
    const value = await operation();
    return isHere ? crash() : value;
  };
  return {
    operations: () => begun,
    putIfAbsent: (key, bytes) => through(() => store.putIfAbsent(key, bytes)),
    get: (key) => through(() => store.get(key)),
    async *list(prefix) {
      const isHere = begin();
      yield* store.list(prefix);
      if (isHere) crash();
    },
  };
}

/** Dies when it is asked to write once more than so often. */
export function dyingStore(store: Store, puts: number): Store {
  let written = 0;
  return {
    ...store,
    async putIfAbsent(key, bytes) {
      if (written++ === puts) throw new Crash(`after ${puts} writes`);
      return store.putIfAbsent(key, bytes);
    },
  };
}
