import { digestBytes } from '../../core/digest.ts';
import { PromptevalError } from '../../core/errors.ts';
import { evidenceText } from '../../core/evidence.ts';
import type { MoveRecord, Store } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readMoves } from '../../registry/aliases.ts';

/** A run with its release, wherever that is written. */
export type ReleaseLookup = (run: RunFile) => Promise<RunFile>;

/**
 * A process can end after the alias moved and before the run says so. The registry knows: the move rests on that run.
 *
 * @param onTrouble is told, once, that the registry can't be asked; then a run is as its file says.
 */
export function releaseLookup(store: Store, onTrouble: (error: PromptevalError) => void): ReleaseLookup {
  const chains = new Map<string, Promise<MoveRecord[]>>();
  let isTroubled = false;
  const movesOf = (prompt: string, alias: string): Promise<MoveRecord[]> => {
    const key = JSON.stringify([prompt, alias]);
    const moves = chains.get(key) ?? readMoves(store, prompt, alias);
    chains.set(key, moves);
    return moves;
  };
  return async (run) => {
    if (run.release !== null || run.status !== 'complete') return run;
    try {
      return withRelease(run, await movesOf(run.prompt, run.plan.alias));
    } catch (error) {
      if (!(error instanceof PromptevalError)) throw error;
      if (!isTroubled) onTrouble(error);
      isTroubled = true;
      return run;
    }
  };
}

function withRelease(run: RunFile, moves: readonly MoveRecord[]): RunFile {
  const move = moves.find(({ evidence }) => evidence?.run === run.id);
  if (move?.evidence?.runDigest !== digestBytes(evidenceText(run))) return run;
  return { ...run, release: releaseOf(move) };
}

/** What a run says about the move that it led to. */
function releaseOf({ alias, seq, from, to }: MoveRecord): NonNullable<RunFile['release']> {
  return { alias, seq, from: from?.version ?? null, to: to.version };
}
