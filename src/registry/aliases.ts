import { InputError, IntegrityError } from '../core/errors.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { linkProblem, type StoredMove } from './chain.ts';
import { movesFolder, nameOfSegment, nameSegment, numberedKey } from './keys.ts';
import { parseMove } from './move-record.ts';
import { keepOneSide } from './record-bytes.ts';
import { highestNumber, readSequence } from './sequence.ts';

/**
 * Where an alias stands; null for one that was never moved. One listing and two reads, because a merge of two branches
 * can leave a head that follows another record than the one below it. `readHead` looks at the whole chain.
 *
 * @throws IntegrityError where the head is damaged or does not follow the move before it.
 */
export async function readAlias(store: Store, prompt: string, alias: string): Promise<MoveRecord | null> {
  const seq = await highestNumber(store, movesFolder(prompt, alias));
  if (seq === 0) return null;
  const head = await readMove(store, prompt, alias, seq);
  if (!head) return null;
  const previous = seq === 1 ? null : await readMove(store, prompt, alias, seq - 1);
  if (previous === undefined) {
    throw new IntegrityError(
      `${numberedKey(movesFolder(prompt, alias), seq - 1)} is missing, although ${head.key} exists`,
    );
  }
  requireLink(previous, head);
  return head.move;
}

/**
 * The same with every move before it checked: for what a person decides by, and for what moves the alias.
 *
 * @throws IntegrityError that names the first record that does not fit, and says what to do.
 */
export async function readHead(store: Store, prompt: string, alias: string): Promise<MoveRecord | null> {
  return (await readMoves(store, prompt, alias)).at(-1) ?? null;
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
    requireLink(previous, current);
    moves.push(current.move);
    previous = current;
  }
  return moves;
}

function requireLink(previous: StoredMove | null, { key, move }: StoredMove): void {
  const problem = linkProblem(previous, move);
  if (problem) throw new IntegrityError(`${key} ${problem}. If branches were merged: ${keepOneSide}`);
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
