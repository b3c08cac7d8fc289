import type { PromptFile } from '../core/prompt.ts';
import type { MoveRecord, MoveRequest, VersionRecord } from '../core/registry.ts';
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
