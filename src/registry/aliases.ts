import { ConflictError, InputError, IntegrityError } from '../core/errors.ts';
import { formatTime } from '../core/format.ts';
import type { MoveRecord, MoveRequest, Store } from '../core/registry.ts';
import { suggestion } from '../core/suggest.ts';
import { excerpt } from '../core/text.ts';
import { linkProblem, type StoredMove, sha256Hex } from './chain.ts';
import { movesFolder, nameOfSegment, nameSegment, numberedKey } from './keys.ts';
import { parseMove } from './move-record.ts';
import { encodeRecord } from './record-bytes.ts';
import { highestNumber, readSequence } from './sequence.ts';
import { readVersion } from './versions.ts';

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

/**
 * Compare-and-set: the move lands as number `expectedSeq + 1`, or somebody else's did. `expectedSeq` is the
 * head that the decision was made from, 0 where there was none. Nothing is tried again.
 *
 * @throws ConflictError that says who moved the alias meanwhile, from what to what and when.
 * @throws IntegrityError where the head or the version to move to is missing or is another.
 */
export async function appendMove(
  store: Store,
  request: MoveRequest,
  expectedSeq: number,
): Promise<MoveRecord> {
  const { prompt, alias } = request;
  checkAliasName(alias);
  const version = await readVersion(store, prompt, request.to.version);
  if (version?.digest !== request.to.digest) {
    throw new IntegrityError(
      `${alias} of ${prompt} was not moved: the registry has no version ${request.to.version} with the digest ${request.to.digest}`,
    );
  }
  const head = expectedSeq === 0 ? null : await readMove(store, prompt, alias, expectedSeq);
  if (head === undefined) {
    const key = numberedKey(movesFolder(prompt, alias), expectedSeq);
    throw new IntegrityError(`${key} is missing; ${alias} of ${prompt} was not moved`);
  }
  const key = numberedKey(movesFolder(prompt, alias), expectedSeq + 1);
  const bytes = encodeRecord(moveRecord(request, head));
  const move = parseMove(key, bytes);
  if ((await store.putIfAbsent(key, bytes)) === 'created') return move;
  throw await conflict(store, prompt, alias, expectedSeq);
}

function moveRecord(request: MoveRequest, head: StoredMove | null): MoveRecord {
  const { prompt, alias, kind, to, evidence, approvals, actor, reason, at } = request;
  const seq = (head?.move.seq ?? 0) + 1;
  const prevSha256 = head && sha256Hex(head.bytes);
  const from = head?.move.to ?? null;
  return { v: 1, prompt, alias, seq, prevSha256, kind, from, to, evidence, approvals, actor, reason, at };
}

async function readMove(
  store: Store,
  prompt: string,
  alias: string,
  seq: number,
): Promise<StoredMove | undefined> {
  const key = numberedKey(movesFolder(prompt, alias), seq);
  const bytes = await store.get(key);
  return bytes && { key, bytes, move: parseMove(key, bytes) };
}

async function conflict(store: Store, prompt: string, alias: string, seq: number): Promise<ConflictError> {
  const head = await readAlias(store, prompt, alias);
  if (!head) return new ConflictError(`${alias} of ${prompt} moved meanwhile`);
  const from = head.from ? `from version ${head.from.version} ` : '';
  const others = head.seq - seq - 1;
  const before = others > 0 ? `, after ${others} other ${others === 1 ? 'move' : 'moves'}` : '';
  return new ConflictError(
    `${alias} of ${prompt} moved meanwhile: ${excerpt(head.actor, 80)} moved it ${from}to version ${head.to.version} ` +
      `on ${formatTime(head.at)} (${head.kind}, move ${head.seq}${before}). This command moved nothing`,
  );
}

/** @throws InputError for a name that a ref already uses for something else. */
function checkAliasName(alias: string): void {
  if (!/^(?:\d+|latest|draft|sha256:.*)$/.test(alias)) return;
  throw new InputError({
    message: `"${alias}" can't be an alias`,
    expected: 'a name that is no number, digest, latest or draft',
  });
}
