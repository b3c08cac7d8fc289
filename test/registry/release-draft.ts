import type { MoveRecord, Store } from '../../src/core/registry.ts';
import { readAlias, readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { putEvidence } from '../../src/registry/evidence.ts';
import { rollbackTarget } from '../../src/registry/rollback-target.ts';
import { publishVersion, readVersion } from '../../src/registry/versions.ts';
import type { ReleasePorts } from '../../src/release/ports.ts';
import { promote } from '../../src/release/promote.ts';
import { rollback } from '../../src/release/rollback.ts';
import { armOf, at, digestOfPrompt, promptFile, runFor } from './records.ts';

/** A whole release of this text, as the command does it after a run that passed: evidence, version, move. */
export async function releaseDraft(store: Store, text: string, actor = 'ana'): Promise<MoveRecord> {
  const head = await readAlias(store, 'triage', 'stable');
  const from = head && ((await readVersion(store, 'triage', head.to.version)) ?? null);
  const prompt = promptFile(text);
  const run = runFor({ version: null, digest: digestOfPrompt(prompt), prompt }, from && armOf(from), {
    actor,
  });
  const promotion = { run, expectedSeq: head?.seq ?? 0, actor, reason: null, note: null, at };
  return (await promote(promotion, portsOf(store))).move;
}

export async function rollBack(store: Store): Promise<MoveRecord> {
  const moves = await readMoves(store, 'triage', 'stable');
  const expectedSeq = moves.at(-1)?.seq ?? 0;
  const target = rollbackTarget(moves);
  return rollback(
    { prompt: 'triage', alias: 'stable', target, expectedSeq, actor: 'ana', reason: 'an incident', at },
    portsOf(store),
  );
}

/** Those of a project without a key to sign with. */
function portsOf(store: Store): ReleasePorts {
  return {
    putEvidence: (run) => putEvidence(store, run),
    publish: async (version) => (await publishVersion(store, version)).record,
    move: (request, expectedSeq) => appendMove(store, request, expectedSeq),
  };
}
