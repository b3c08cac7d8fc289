import type { SignedClaim } from '../core/identity.ts';
import { keysOf, type Owners } from './owners.ts';
import { verifySignature } from './sign.ts';

/**
 * Why the signature of an approval or a review proves nothing, to be read after its key; undefined where it holds, or
 * where none is claimed. Without owners a key is nobody's, and all that can be said is whether it made the signature.
 */
export function claimProblem(owners: Owners | null, claim: SignedClaim): string | undefined {
  const { by, identity, signature, purpose, digest } = claim;
  const isProof = identity.assurance === 'verified' && identity.by === 'signature';
  if (signature === null) return isProof ? `says that ${by} signed it, and holds no signature` : undefined;
  if (!verifySignature(signature.key, purpose, digest, signature.signature)) {
    return `has a signature that does not hold: the key that it names did not sign this ${purpose}`;
  }
  if (!isProof || owners === null || keysOf(owners, by).includes(signature.key)) return undefined;
  return `is signed with a key that is not one of ${by}'s in ${owners.file}`;
}
