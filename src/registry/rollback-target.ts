import { InputError } from '../core/errors.ts';
import type { MoveRecord, VersionPointer } from '../core/registry.ts';

/**
 * Where a rollback goes: to the version asked for, if the alias named it before, else to the one before this.
 * A version that was itself rolled back from is passed over, or a second rollback would bring it back.
 *
 * @throws InputError that lists the versions that the alias named before.
 */
export function rollbackTarget(
  moves: readonly MoveRecord[],
  wanted?: Pick<VersionPointer, 'version'>,
): VersionPointer {
  const head = moves.at(-1);
  if (!head) throw new InputError({ message: 'there is nothing to roll back: the alias was never moved' });
  const earlier = earlierVersions(moves, head.to);
  if (wanted === undefined) {
    const target = earlier.find(({ lastSeq, pointer }) => !wasRolledBack(moves, pointer, lastSeq));
    if (target) return target.pointer;
    const message = `${head.alias} has no version before ${head.to.version} that was not itself rolled back`;
    throw new InputError({ message, hint: hint(head.alias, earlier) });
  }
  const target = earlier.find(({ pointer }) => pointer.version === wanted.version);
  if (target) return target.pointer;
  const message =
    wanted.version === head.to.version
      ? `${head.alias} already names version ${wanted.version}`
      : `version ${wanted.version} was never ${head.alias}`;
  throw new InputError({ message, hint: hint(head.alias, earlier) });
}

interface EarlierVersion {
  pointer: VersionPointer;
  /** The newest move that went to it. */
  lastSeq: number;
}

/** What the alias named before, the newest first, each once and without what it names now. */
function earlierVersions(moves: readonly MoveRecord[], current: VersionPointer): EarlierVersion[] {
  const earlier = new Map<number, EarlierVersion>();
  for (const { to, seq } of moves.toReversed()) {
    if (to.version !== current.version && !earlier.has(to.version)) {
      earlier.set(to.version, { pointer: to, lastSeq: seq });
    }
  }
  return [...earlier.values()];
}

function wasRolledBack(moves: readonly MoveRecord[], pointer: VersionPointer, since: number): boolean {
  return moves.some(
    (move) => move.seq > since && move.kind === 'rollback' && move.from?.digest === pointer.digest,
  );
}

function hint(alias: string, earlier: readonly EarlierVersion[]): string {
  if (earlier.length === 0) return `No other version was ${alias} before`;
  return `Versions that were ${alias} before: ${earlier.map(({ pointer }) => pointer.version).join(', ')}`;
}
