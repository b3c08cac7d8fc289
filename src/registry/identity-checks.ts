import type { Envelope } from '../core/envelope.ts';
import type { SignedClaim } from '../core/identity.ts';
import type { MoveRecord } from '../core/registry.ts';

/** What an audit asks of those who know keys. Each says what does not hold, to be read after a record's key. */
export interface IdentityChecks {
  /** Of an approval or a review. */
  claimProblem(claim: SignedClaim): string | undefined;
  /** Of a move that says that it was signed, and the signature that is kept for it; null where there is none. */
  moveProblem(move: MoveRecord, envelope: Envelope | null): string | undefined;
}

/** Looks at no signature. */
export const noIdentityChecks: IdentityChecks = {
  claimProblem: () => undefined,
  moveProblem: () => undefined,
};
