import { InputError } from '../core/errors.ts';
import type { IdentityKind } from '../core/identity.ts';
import type { MoveRecord, VersionPointer } from '../core/registry.ts';
import type { ReleasePorts } from './ports.ts';

export interface Rollback {
  prompt: string;
  alias: string;
  target: VersionPointer;
  /** The alias's head when the target was chosen. */
  expectedSeq: number;
  actor: string;
  identity?: IdentityKind;
  reason: string;
  /** ISO 8601 UTC. */
  at: string;
}

/**
 * Moves an alias back: one write, no model call, no network.
 *
 * @throws ConflictError where the alias moved meanwhile.
 */
export async function rollback(request: Rollback, ports: Pick<ReleasePorts, 'move'>): Promise<MoveRecord> {
  const { prompt, alias, target, expectedSeq, actor, identity, at } = request;
  const reason = request.reason.trim();
  if (reason === '') {
    throw new InputError({ field: '--reason', message: 'a rollback says why', expected: 'a sentence' });
  }
  const to = { version: target.version, digest: target.digest };
  return await ports.move(
    {
      ...{ prompt, alias, kind: 'rollback', to, evidence: null, approvals: [] },
      ...{ actor, ...(identity && { identity }), reason, at },
    },
    expectedSeq,
  );
}
