import type { MoveRecord } from '../core/registry.ts';

/** What an alias named at a moment, the move that put it there, and the one that replaced it. */
export interface LiveAt {
  move: MoveRecord;
  /** null while it is live. */
  replacedBy: MoveRecord | null;
}

/**
 * What an alias named at a moment; null before its first move. A freeze, and a move to what is live already, put nothing
 * there: the move that did is named.
 *
 * @param moves of one alias, in order.
 */
export function liveAt(moves: readonly MoveRecord[], at: Date): LiveAt | null {
  const last = moves.findLastIndex((move) => Date.parse(move.at) <= at.getTime());
  const digest = moves[last]?.to.digest;
  if (digest === undefined) return null;
  const before = moves.slice(0, last + 1).findLastIndex((move) => move.to.digest !== digest);
  const move = moves[before + 1];
  const replacedBy = moves.slice(last + 1).find((later) => later.to.digest !== digest) ?? null;
  return move === undefined ? null : { move, replacedBy };
}
