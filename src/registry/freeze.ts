import { formatTime } from '../core/format.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { readMove } from './aliases.ts';

/**
 * The freeze that an alias stands under; null where there is none. Nothing is promoted during a freeze, so the walk
 * back goes over rollbacks only.
 */
export async function freezeOf(store: Store, head: MoveRecord | null): Promise<MoveRecord | null> {
  let move = head;
  while (move?.kind === 'rollback') move = await moveBefore(store, move);
  return move?.kind === 'freeze' ? move : null;
}

/** The move by which the alias came to name what it names: a freeze or an unfreeze moves nothing. */
export async function placingMove(store: Store, head: MoveRecord | null): Promise<MoveRecord | null> {
  let move = head;
  while (move?.kind === 'freeze' || move?.kind === 'unfreeze') move = await moveBefore(store, move);
  return move;
}

async function moveBefore(store: Store, { prompt, alias, seq }: MoveRecord): Promise<MoveRecord | null> {
  return (await readMove(store, prompt, alias, seq - 1))?.move ?? null;
}

/** `it is frozen by mia since …, because: …` */
export function frozenText({ actor, at, reason }: MoveRecord): string {
  const why = reason === null ? '' : `, because: ${excerpt(reason, 200)}`;
  return `it is frozen, by ${excerpt(actor, 80)} since ${formatTime(at)}${why}`;
}
