import type { Envelope } from '../../core/envelope.ts';
import { InputError, IntegrityError } from '../../core/errors.ts';
import type { IdentityKind } from '../../core/identity.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { signerOf } from '../../owners/dsse.ts';
import { type Owners, personNamed, personWithKey } from '../../owners/owners.ts';
import { readSignature } from '../../registry/signatures.ts';
import type { Project } from '../opening/open-project.ts';
import { loadOwners } from './owners.ts';

/** What is known of who made a move. */
export interface MoveIdentity {
  /** `verified`: who the move names signed it, with a key in OWNERS.yml; or CI vouched for them when it was made. */
  assurance: 'verified' | 'claimed';
  /** What the move itself says of how they were known; null in older records. */
  by: IdentityKind['by'] | null;
  /** The person in OWNERS.yml who signed it; null where nobody did, or nobody who is known. */
  signedBy: string | null;
  isSigned: boolean;
}

/** One for each move, by today's OWNERS.yml. One with mistakes verifies nobody: what moved must be seen even then. */
export async function moveIdentities(
  project: Project,
  moves: readonly MoveRecord[],
): Promise<MoveIdentity[]> {
  const envelopes = await Promise.all(moves.map((move) => signatureOf(project, move)));
  const isSigned = envelopes.some((envelope) => envelope !== undefined);
  const owners = isSigned ? await loadOwners(project).catch(nothingForMistakes) : null;
  return moves.map((move, index) => identityOf(owners, move, envelopes[index]));
}

function nothingForMistakes(error: unknown): null {
  if (error instanceof InputError) return null;
  throw error;
}

export function identityOf(
  owners: Owners | null,
  move: MoveRecord,
  envelope: Envelope | undefined,
): MoveIdentity {
  const keys = [...(owners?.people.values() ?? [])].flatMap((person) => person.keys);
  const key = envelope && signerOf(envelope, keys);
  const signedBy = key === undefined ? undefined : personWithKey(owners, key);
  const { assurance, by } = move.identity ?? { assurance: 'claimed', by: null };
  // CI's token is gone by now, so what it proved stands in the record. A signature can be checked again.
  const isVouched = assurance === 'verified' && by === 'ci';
  const isSigned = signedBy !== undefined && signedBy === personNamed(owners, move.actor);
  return {
    assurance: isVouched || isSigned ? 'verified' : 'claimed',
    by,
    signedBy: signedBy ?? null,
    isSigned: envelope !== undefined,
  };
}

/** A damaged one proves nothing, and `audit verify` reports it. */
async function signatureOf({ store }: Project, move: MoveRecord): Promise<Envelope | undefined> {
  try {
    return await readSignature(store, move);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
