import type { Envelope } from '../core/envelope.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { readMove } from './aliases.ts';
import { type Finding, orFinding } from './finding.ts';
import { movesFolder, numberedKey, parseKey } from './keys.ts';
import { listNumbers } from './sequence.ts';
import { readSignature } from './signatures.ts';

/** A move as far as it can be read, with its signature. */
export interface SignedMove {
  key: string;
  /** undefined where it is damaged, which `verifyRegistry` reports. */
  move: MoveRecord | undefined;
  /** undefined where there is none, and where it is damaged or of something else. */
  envelope: Envelope | undefined;
}

export async function readSignedMoves(store: Store, prompt: string, alias: string): Promise<SignedMove[]> {
  const folder = movesFolder(prompt, alias);
  const moves: SignedMove[] = [];
  for (const seq of await listNumbers(store, folder)) {
    const reported: Finding[] = [];
    const key = numberedKey(folder, seq);
    const move = (await orFinding(key, reported, () => readMove(store, prompt, alias, seq)))?.move;
    const envelope = move && (await orFinding(key, reported, () => readSignature(store, move)));
    moves.push({ key, move, envelope });
  }
  return moves;
}

/** Every alias of every prompt that ever moved. */
export async function listChains(store: Store): Promise<{ prompt: string; alias: string }[]> {
  const chains = new Map<string, { prompt: string; alias: string }>();
  for await (const key of store.list('aliases/')) {
    const parsed = parseKey(key);
    if (parsed?.kind === 'move') chains.set(parsed.folder, { prompt: parsed.prompt, alias: parsed.alias });
  }
  return [...chains.values()];
}
