import type { IdentityKind } from './identity.ts';
import type { PromptFile } from './prompt.ts';

/** Where a registry keeps its bytes. Everything authoritative is immutable and keyed. */
export interface Store {
  /** Durable when it resolves; of concurrent calls for one key exactly one is told `created`. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keys in ascending order. */
  list(prefix: string): AsyncIterable<string>;
}

/** How far what a store gives can be believed to be the registry as it is. */
export interface Standing {
  /** How long ago it was so, in milliseconds. */
  ageMs: number;
  /** Whether the registry could be asked just now. */
  isCurrent: boolean;
}

/**
 * Brings what a store gives up to date, for somebody who reads from it for long; `fresh` where it matters that the
 * registry is asked after this call.
 *
 * @throws where the registry can't be read and nothing is known of it.
 */
export type Refresh = (options: { fresh: boolean }) => Promise<Standing>;

/** An immutable, numbered snapshot of a prompt. */
export interface VersionRecord {
  v: 1;
  prompt: string;
  version: number;
  digest: string;
  file: PromptFile;
  note: string | null;
  actor: string;
  at: string;
}

export interface VersionPointer {
  version: number;
  digest: string;
}

export type MoveKind = 'promote' | 'rollback' | 'canary' | 'freeze' | 'unfreeze' | 'override';

/** What a promotion rests on. */
export interface Evidence {
  run: string;
  /** The run whose answers these are, where `run` only adds what people said of them. */
  reviewedFrom?: string;
  /** Over the canonical run.json with `release: null`; a copy of it is kept under this digest. */
  runDigest: string;
  verdict: string;
  dataset: string;
  evaluators: string;
  gates: string;
  /** The digest that the alias named when the run began. */
  baseline: string | null;
  models: string[];
  /** How many candidates had been tried against the same cases, this one included; absent from older records. */
  attempt?: number;
  tool: string;
  finishedAt: string;
  /** The digest of the plan that the move applied; absent from records of before plans were kept, and from overrides. */
  plan?: string;
}

/** What a move record says of an approval; the approval itself is a record of its own. */
export interface MoveApproval {
  by: string;
  /** The plan's digest. */
  plan: string;
  at: string;
}

/** One move of an alias. The highest `seq` is where the alias points. */
export interface MoveRecord {
  v: 1;
  prompt: string;
  alias: string;
  seq: number;
  /** The digest of the record before this one; null for the first. */
  prevSha256: string | null;
  kind: MoveKind;
  from: VersionPointer | null;
  to: VersionPointer;
  evidence: Evidence | null;
  approvals: MoveApproval[];
  /** By their name in OWNERS.yml where one is known there. */
  actor: string;
  /** Whether that was proven when the move was made, and how; absent from older records. */
  identity?: IdentityKind;
  /** The address of the CI job that made it; absent where none did, and from older records. */
  job?: string;
  reason: string | null;
  at: string;
}

/** A move that is asked for: the registry adds where it stands in the chain and what it moves away from. */
export type MoveRequest = Omit<MoveRecord, 'v' | 'seq' | 'prevSha256' | 'from'>;
