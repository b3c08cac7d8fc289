import type { Identity, Signature, SignaturePurpose } from '../core/identity.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { MoveRecord, MoveRequest, VersionRecord } from '../core/registry.ts';
import type { PromptOwners } from '../core/risk.ts';
import type { RunFile } from '../core/run-file.ts';

/** What a release does to the world. Each is durable when it resolves. */
export interface ReleasePorts {
  /** Keeps the run as evidence. @returns its digest, over the canonical run with `release: null` */
  putEvidence(run: RunFile): Promise<string>;
  /** Makes the next version, or finds the one that has this digest already. */
  publish(version: PublishedVersion): Promise<VersionRecord>;
  /** Compare-and-set on the head that the decision was made from. @throws ConflictError where it moved meanwhile */
  move(request: MoveRequest, expectedSeq: number): Promise<MoveRecord>;
}

export interface PublishedVersion {
  prompt: string;
  digest: string;
  file: PromptFile;
  note: string | null;
  actor: string;
  at: string;
}

/** Who owns what, and who acts. */
export interface OwnersPort {
  /** null where there is no OWNERS.yml: then nobody is named for anything. */
  ownersOf(prompt: string): PromptOwners | null;
  /** Whether a person has a key or a CI identity, so that they can act verified. */
  canBeVerified(name: string): boolean;
  identify(): Promise<Identity>;
  /** The one name of who stands in a record under any of theirs, such as an email address. */
  nameOf(actor: string): string;
  /** Signs a digest for one purpose; null where the one who acts has no key at hand. */
  sign(purpose: SignaturePurpose, digest: string): Promise<Signature | null>;
  /** Whether this is this person's signature of that. */
  isSignedBy(name: string, purpose: SignaturePurpose, digest: string, signature: Signature): boolean;
}
