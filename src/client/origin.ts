export type Reply =
  | { kind: 'document'; text: string; etag: string | undefined; ageMs: number }
  | { kind: 'unchanged'; ageMs: number }
  | { kind: 'absent' };

export interface Condition {
  /** Of the document that is known already. */
  etag: string | undefined;
  /** How old an answer from a cache in between may be, in milliseconds; 0 asks for none from a cache. */
  maxAgeMs: number;
}

/** Who knows where an alias stands. @throws Error that says what went wrong; it stands behind the path. */
export interface Origin {
  layer: 'network' | 'disk';
  read(path: string, condition: Condition): Promise<Reply>;
}
