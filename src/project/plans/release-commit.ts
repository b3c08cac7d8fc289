import type { MoveRecord, Store } from '../../core/registry.ts';
import { readMoves } from '../../registry/aliases.ts';
import { getEvidence } from '../../registry/evidence.ts';

/**
 * The commit on which the run was made that released what an alias names; null where nobody knows. A version that was
 * published before its release may be older than that commit, so that nothing follows from it.
 */
export async function releaseCommit(store: Store, { prompt, alias, to }: MoveRecord): Promise<string | null> {
  const moves = await readMoves(store, prompt, alias);
  const release = moves.find((move) => move.to.digest === to.digest && move.evidence !== null);
  const run = release?.evidence && (await getEvidence(store, release.evidence.runDigest));
  const commit = run?.arms.candidate.version === null ? run.git?.commit : undefined;
  return commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) ? commit : null;
}
