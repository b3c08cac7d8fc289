import { InputError, IntegrityError } from '../core/errors.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { linkProblem, type StoredMove } from './chain.ts';
import { movesFolder, nameOfSegment, nameSegment, numberedKey } from './keys.ts';
import { parseMove } from './move-record.ts';
import { highestNumber, readSequence } from './sequence.ts';

/** Where an alias stands; null for one that was never moved. One listing and one read: `readMoves` verifies the chain. */
export async function readAlias(store: Store, prompt: string, alias: string): Promise<MoveRecord | null> {
  const seq = await highestNumber(store, movesFolder(prompt, alias));
  return seq === 0 ? null : ((await readMove(store, prompt, alias, seq))?.move ?? null);
}

/**
 * Where an alias stands that must exist. An unknown one never falls back to `latest`.
 *
 * @throws InputError that names the aliases there are.
 */
export async function requireAlias(store: Store, prompt: string, alias: string): Promise<MoveRecord> {
  const head = await readAlias(store, prompt, alias);
  if (head) return head;
  const hint = suggestion(alias, await listAliases(store, prompt)) ?? 'The first release makes the alias';
  throw new InputError({ message: `${prompt} has no alias "${excerpt(alias, 80)}"`, hint });
}

/** The aliases of a prompt, ascending by key. */
export async function listAliases(store: Store, prompt: string): Promise<string[]> {
  const aliases = new Set<string>();
  for await (const key of store.list(`aliases/${nameSegment(prompt)}/`)) {
    const name = nameOfSegment(key.split('/')[2] ?? '');
    if (name !== undefined) aliases.add(name);
  }
  return [...aliases];
}

/**
 * Every move of an alias in order; empty for an alias that was never moved.
 *
 * @throws IntegrityError that names the first record that is missing, damaged or does not follow the one before.
 */
export async function readMoves(store: Store, prompt: string, alias: string): Promise<MoveRecord[]> {
  const moves: MoveRecord[] = [];
  let previous: StoredMove | null = null;
  for await (const { key, bytes } of readSequence(store, movesFolder(prompt, alias))) {
    const current: StoredMove = { key, bytes, move: parseMove(key, bytes) };
    const problem = linkProblem(previous, current.move);
    if (problem) throw new IntegrityError(`${key} ${problem}`);
    moves.push(current.move);
    previous = current;
  }
  return moves;
}

/** One move, with the bytes that the next one's hash is over; undefined where it does not exist. */
export async function readMove(
  store: Store,
  prompt: string,
  alias: string,
  seq: number,
): Promise<StoredMove | undefined> {
  const key = numberedKey(movesFolder(prompt, alias), seq);
  const bytes = await store.get(key);
  return bytes && { key, bytes, move: parseMove(key, bytes) };
}
