import { ConflictError, IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { parseKey } from './keys.ts';

export interface CopyTally {
  /** Keys that the source held when the copy began. */
  keys: number;
  copied: number;
  /** There already, from an earlier try that was cut off. */
  present: number;
}

/**
 * Copies every key of one store to another, byte for byte, so that chains and digests stay what they are. What moves rest
 * on goes first: a copy that is cut off shows no move that names something missing, and the next try goes on.
 *
 * @throws ConflictError before anything is written, where the target holds something that the source does not.
 */
export async function copyStore(from: Store, to: Store): Promise<CopyTally> {
  const keys = await listKeys(from);
  const present = await requireSubset(to, from, new Set(keys));
  let copied = 0;
  for (const key of inWritingOrder(keys)) {
    if (present.has(key)) continue;
    const bytes = await from.get(key);
    if (!bytes) throw new IntegrityError(`${key} is listed and can not be read`);
    if ((await to.putIfAbsent(key, bytes)) === 'exists') await requireSame(key, bytes, to);
    copied++;
  }
  return { keys: keys.length, copied, present: present.size };
}

async function requireSubset(to: Store, from: Store, keys: ReadonlySet<string>): Promise<Set<string>> {
  const present = new Set<string>();
  for await (const key of to.list('')) {
    if (!keys.has(key)) throw holdsOther(`${key}, which the source does not have`);
    await requireSame(key, await from.get(key), to);
    present.add(key);
  }
  return present;
}

async function requireSame(key: string, bytes: Uint8Array | undefined, to: Store): Promise<void> {
  const there = await to.get(key);
  if (bytes && there && Buffer.compare(bytes, there) === 0) return;
  throw holdsOther(`${key} with another content`);
}

function holdsOther(what: string): ConflictError {
  return new ConflictError(
    `The target holds ${what}. A registry is copied to an empty place, or to where a copy of it was cut off`,
  );
}

/** Moves rest on everything else, and signatures are about moves. */
function inWritingOrder(keys: readonly string[]): string[] {
  const rank = (key: string): number => ({ move: 2, signature: 3 })[String(parseKey(key)?.kind)] ?? 1;
  // The sort is stable, so that within a rank the order of the keys stays.
  return keys.toSorted((a, b) => rank(a) - rank(b));
}

async function listKeys(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list('')) keys.push(key);
  return keys;
}
