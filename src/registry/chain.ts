import { digestBytes } from '../core/digest.ts';
import type { MoveRecord, VersionPointer } from '../core/registry.ts';

export interface StoredMove {
  key: string;
  /** As they are stored: the next record's `prevSha256` is over these. */
  bytes: Uint8Array;
  move: MoveRecord;
}

/** As `sha256sum` prints it, without our `sha256:`. */
export function sha256Hex(bytes: Uint8Array): string {
  return digestBytes(bytes).slice('sha256:'.length);
}

export function samePointer(a: VersionPointer | null, b: VersionPointer | null): boolean {
  return a?.version === b?.version && a?.digest === b?.digest;
}

/** Why a move does not follow the record before it, to be read after its key; undefined where it does. */
export function linkProblem(previous: StoredMove | null, move: MoveRecord): string | undefined {
  if (move.prevSha256 !== (previous && sha256Hex(previous.bytes))) {
    return previous
      ? `does not follow ${previous.key}: its prevSha256 is that of another record`
      : 'is the first move, and its prevSha256 names a record before it';
  }
  if (!samePointer(move.from, previous?.move.to ?? null)) {
    return `does not begin where the move before it ended: it says ${pointerText(move.from)}, that says ${pointerText(previous?.move.to ?? null)}`;
  }
  return undefined;
}

function pointerText(pointer: VersionPointer | null): string {
  return pointer ? `version ${pointer.version}` : 'no version';
}

/** The newest rollback away from this digest, which keeps it in quarantine until a later run; null where there is none. */
export function lastRollbackFrom(
  moves: readonly MoveRecord[],
  digest: string,
): { at: string; fromDigest: string } | null {
  const rollback = moves.findLast((move) => move.kind === 'rollback' && move.from?.digest === digest);
  return rollback ? { at: rollback.at, fromDigest: digest } : null;
}
