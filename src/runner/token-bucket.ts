/** What may still be used of an allowance a minute. Times are milliseconds of one clock. */
export interface TokenBucket {
  perMinute: number;
  /** Below 0 where so much was promised that the next one has to wait. */
  level: number;
  /** When the level was that. */
  at: number;
}

/** Vendors hold a minute's limit over shorter times too: no more than a second's part may be saved up. */
function capacity({ perMinute }: Pick<TokenBucket, 'perMinute'>): number {
  return Math.max(1, perMinute / 60);
}

export function newBucket(perMinute: number, at: number): TokenBucket {
  return { perMinute, level: capacity({ perMinute }), at };
}

/**
 * Promises an amount, in the order of asking, and says how long to wait before it may be used. What is more than the
 * bucket ever holds is promised against a full one, and owed.
 */
export function takeFrom(
  bucket: TokenBucket,
  amount: number,
  at: number,
): { bucket: TokenBucket; waitMs: number } {
  const perMs = bucket.perMinute / 60_000;
  const level = Math.min(capacity(bucket), bucket.level + (at - bucket.at) * perMs);
  const missing = Math.min(amount, capacity(bucket)) - level;
  return { bucket: { ...bucket, level: level - amount, at }, waitMs: Math.max(0, missing / perMs) };
}

/** Corrects a promise by what was really used. */
export function settle(bucket: TokenBucket, promised: number, used: number): TokenBucket {
  return { ...bucket, level: bucket.level + promised - used };
}
