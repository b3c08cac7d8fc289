import { shortDigest } from '../core/digest.ts';
import type { MoveRecord } from '../core/registry.ts';

/** The alias that a candidate has to have been before it becomes this one; undefined for the first and for others. */
export function aliasBefore(path: readonly string[], alias: string): string | undefined {
  const index = path.indexOf(alias);
  return index > 0 ? path[index - 1] : undefined;
}

/** Why a candidate may not become `alias` yet, as a sentence without a full stop; undefined where it may. */
export function pathObstacle(
  candidate: string,
  alias: string,
  before: string,
  movesBefore: readonly MoveRecord[],
): string | undefined {
  const name = `the candidate ${shortDigest(candidate)}`;
  const last = movesBefore.findLast(({ to, kind }) => to.digest === candidate && isPlacing(kind));
  if (!last) {
    const names = movesBefore.at(-1)?.to;
    const now = names
      ? `it names version ${names.version} (${shortDigest(names.digest)})`
      : 'it names nothing yet';
    return `The path to ${alias} goes through ${before}, and ${name} has never been ${before}: ${now}`;
  }
  const rolledBack = movesBefore.find(
    ({ seq, kind, from }) => seq > last.seq && kind === 'rollback' && from?.digest === candidate,
  );
  if (!rolledBack) return undefined;
  return `The path to ${alias} goes through ${before}, and ${before} was rolled back from ${name} by ${rolledBack.actor} (move ${rolledBack.seq})`;
}

function isPlacing(kind: MoveRecord['kind']): boolean {
  return kind === 'promote' || kind === 'override' || kind === 'rollback';
}
