import { IntegrityError } from '../../core/errors.ts';
import type { Store } from '../../core/registry.ts';
import type { ServedModel } from '../../core/run-file.ts';
import { readMoves } from '../../registry/aliases.ts';
import { getEvidence } from '../../registry/evidence.ts';

/** Which model ids were served in the run that a version was released on. */
export interface ServedAtRelease {
  run: string;
  served: ServedModel[];
}

/**
 * What the registry keeps of it; null where it keeps nothing, or what can't be read: that is for `audit verify` to
 * find, and no reason to stop a run.
 */
export async function servedAtRelease(
  store: Store,
  { prompt, alias, digest }: { prompt: string; alias: string; digest: string },
): Promise<ServedAtRelease | null> {
  try {
    const moves = await readMoves(store, prompt, alias);
    const move = moves.findLast(({ to, evidence }) => to.digest === digest && evidence !== null);
    const run = move?.evidence && (await getEvidence(store, move.evidence.runDigest));
    return run?.served ? { run: run.id, served: run.served } : null;
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}
