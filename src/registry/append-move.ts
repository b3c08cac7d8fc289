import { ConflictError, InputError, IntegrityError, RefusedError } from '../core/errors.ts';
import { formatTime } from '../core/format.ts';
import type { MoveRecord, MoveRequest, Store } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { readAlias, readMove } from './aliases.ts';
import { type StoredMove, sha256Hex } from './chain.ts';
import { freezeOf, frozenText } from './freeze.ts';
import { movesFolder, numberedKey } from './keys.ts';
import { parseMove } from './move-record.ts';
import { requireOwnAlias } from './name-twins.ts';
import { encodeRecord } from './record-bytes.ts';
import { readVersion } from './versions.ts';

/**
 * Compare-and-set: the move lands as number `expectedSeq + 1`, or somebody else's did. `expectedSeq` is the
 * head that the decision was made from, 0 where there was none. Nothing is tried again.
 *
 * @throws ConflictError that says who moved the alias meanwhile, from what to what and when.
 * @throws RefusedError for a promotion without evidence or of a frozen alias.
 * @throws IntegrityError where the head or the version to move to is missing or is another.
 */
export async function appendMove(
  store: Store,
  request: MoveRequest,
  expectedSeq: number,
): Promise<MoveRecord> {
  const { prompt, alias } = request;
  checkAliasName(alias);
  if (expectedSeq === 0) await requireOwnAlias(store, prompt, alias);
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
  await requireAllowed(store, request, head?.move ?? null);
  const key = numberedKey(movesFolder(prompt, alias), expectedSeq + 1);
  const bytes = encodeRecord(moveRecord(request, head));
  const move = parseMove(key, bytes);
  if ((await store.putIfAbsent(key, bytes)) === 'created') return move;
  throw await conflict(store, prompt, alias, expectedSeq);
}

/** What the audit would find, refused before it is written. A rollback is possible even where the alias is frozen. */
async function requireAllowed(store: Store, request: MoveRequest, head: MoveRecord | null): Promise<void> {
  const { prompt, alias, kind, evidence } = request;
  const refuse = (why: string) => new RefusedError(`${alias} of ${prompt} was not moved: ${why}`);
  if (head === null && (kind === 'freeze' || kind === 'unfreeze')) throw refuse('it names nothing yet');
  if (kind === 'rollback' && head === null) throw refuse('it names nothing that could be rolled back');
  if (kind !== 'promote' && kind !== 'override') return;
  const freeze = await freezeOf(store, head);
  if (freeze) throw refuse(frozenText(freeze));
  if (kind === 'override') return;
  if (evidence === null) throw refuse('a promotion rests on a run');
  if (evidence.baseline !== (head?.to.digest ?? null)) {
    const names = head ? `version ${head.to.version}` : 'no version';
    throw new ConflictError(
      `${alias} of ${prompt} was not moved: it names ${names}, and the run compared with another`,
    );
  }
}

function moveRecord(request: MoveRequest, head: StoredMove | null): MoveRecord {
  const { prompt, alias, kind, to, evidence, approvals, reason, at } = request;
  const { actor, identity, job } = request;
  const seq = (head?.move.seq ?? 0) + 1;
  const prevSha256 = head && sha256Hex(head.bytes);
  const from = head?.move.to ?? null;
  const by = { actor, ...(identity && { identity }), ...(job !== undefined && { job }) };
  return { v: 1, prompt, alias, seq, prevSha256, kind, from, to, evidence, approvals, ...by, reason, at };
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
