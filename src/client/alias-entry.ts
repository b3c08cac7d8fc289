import type { AliasDocument } from '../delivery/document.ts';
import type { ClientProblem, Layer } from './client-types.ts';
import { type Delivered, deliver } from './prompt.ts';

/** What a client knows of one alias of a prompt. Times are of `performance.now()`. */
export interface AliasEntry {
  prompt: string;
  alias: string;
  path: string;
  held: Held | undefined;
  /** The latest time at which what is held is known to have been true. */
  confirmedAt: number;
  /** No sooner is a failed request made again. */
  retryAt: number;
  /** Whether disk and snapshot were read. */
  loaded: boolean;
  refreshing: { done: Promise<void>; since: number } | undefined;
  /** How often the origin confirmed what is held, or brought it. */
  confirmations: number;
  /** The last problem of each layer. */
  problems: ClientProblem[];
}

export interface Held {
  seq: number;
  digest: string;
  delivered: Delivered;
  source: Layer;
  etag: string | undefined;
}

export function newEntry(prompt: string, alias: string, path: string): AliasEntry {
  return {
    prompt,
    alias,
    path,
    held: undefined,
    confirmedAt: Number.NEGATIVE_INFINITY,
    retryAt: Number.NEGATIVE_INFINITY,
    loaded: false,
    refreshing: undefined,
    confirmations: 0,
    problems: [],
  };
}

export function hold(document: AliasDocument, source: Layer, etag?: string): Held {
  const { seq, digest } = document;
  return { seq, digest, delivered: deliver(document), source, etag };
}

/** A move is never taken back, so of two that were seen the higher one is the truth, whoever told of it. */
export function isOlder(document: AliasDocument, held: Held | undefined): boolean {
  return held !== undefined && document.seq < held.seq;
}
