import { ConflictError, IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { type ParsedKey, parseKey } from './keys.ts';

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

/**
 * What each kind of record rests on goes before it: reviews of answers, evidence, versions, plans, approvals, moves, incidents. A move's review
 * and signature follow right after it, as they do when they are made: a copy that is cut off lacks those of one move at most.
 */
const ranks: Record<ParsedKey['kind'], number> = {
  ...{ answer: 0, blob: 1, version: 2, plan: 3, approval: 4 },
  ...{ move: 5, review: 5, signature: 5, incident: 6 },
};

function inWritingOrder(keys: readonly string[]): string[] {
  const places = keys.map((key) => {
    const kind = parseKey(key)?.kind;
    return { key, rank: kind === undefined ? 0 : ranks[kind], within: key.slice(key.indexOf('/')) };
  });
  const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return places
    .sort((a, b) => a.rank - b.rank || compared(a.within, b.within) || compared(a.key, b.key))
    .map(({ key }) => key);
}

/**
 * Moves are listed before what they rest on. What rests on a move that was made since then is left to the next try:
 * incidents are listed before moves, and a signature's or a review's own move is looked for.
 */
async function listKeys(from: Store): Promise<string[]> {
  const incidents = new Set(await listAll(from, 'incidents/'));
  const keys = await listAll(from, '');
  const known = new Set(keys);
  const kept: string[] = [];
  for (const key of keys) {
    const isLater = key.startsWith('incidents/')
      ? !incidents.has(key)
      : await isOfLaterMove(from, known, key);
    if (!isLater) kept.push(key);
  }
  return kept;
}

/** One whose move is nowhere is copied as it is. */
async function isOfLaterMove(from: Store, known: ReadonlySet<string>, key: string): Promise<boolean> {
  const move = key.replace(/^(?:signatures|reviews)\//, 'aliases/');
  return move !== key && !known.has(move) && (await from.get(move)) !== undefined;
}

async function listAll(store: Store, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}
