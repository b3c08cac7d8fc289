/** Who acts. Only a verified identity counts where a prompt's risk is high. */
export interface Identity {
  /** The person's name in OWNERS.yml where one is known there; else what git, the CI job or the system says. */
  name: string;
  /** `verified`: proven by a key or by CI's token. `claimed`: said, and anybody could say it. */
  assurance: 'verified' | 'claimed';
  by: 'signature' | 'ci' | 'git' | 'system';
}

/** What a record says of who acted, beside their name. */
export type IdentityKind = Pick<Identity, 'assurance' | 'by'>;

/** What a move says of who made it. */
export function actorOf({ name, assurance, by }: Identity): { actor: string; identity: IdentityKind } {
  return { actor: name, identity: { assurance, by } };
}

/** An ed25519 signature, with the key that it says it was made with. */
export interface Signature {
  /** The public key: base64 of its 32 bytes. Worth nothing unless it stands in OWNERS.yml. */
  key: string;
  /** Base64 of 64 bytes. */
  signature: string;
}

/** What a signature is for: one that was made for one purpose is worth nothing for another. */
export type SignaturePurpose = 'approval' | 'override' | 'review' | 'answer-review';

/** What an approval or a review says of who made it, and what their signature is over. */
export interface SignedClaim {
  by: string;
  identity: IdentityKind;
  signature: Signature | null;
  purpose: SignaturePurpose;
  digest: string;
}
