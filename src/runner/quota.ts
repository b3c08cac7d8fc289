import type { Provider } from '../core/provider.ts';
import { newBucket, settle, type TokenBucket, takeFrom } from './token-bucket.ts';

/** Keeps the calls of a provider within the requests and tokens a minute that its config allows. */
export interface Quota {
  /** Promises one request with so many tokens; how long to wait before it may start, in milliseconds. */
  take(tokens: number): number;
  /** What a call really used of what it was promised. */
  settle(promised: number, used: number): void;
}

/** Null where nothing is to be kept. */
export function createQuota(
  { requestsPerMinute, tokensPerMinute }: Pick<Provider, 'requestsPerMinute' | 'tokensPerMinute'>,
  now: () => number,
): Quota | null {
  let requests = bucketOf(requestsPerMinute, now);
  let tokens = bucketOf(tokensPerMinute, now);
  if (requests === null && tokens === null) return null;
  return {
    take(amount) {
      const waits = [0];
      if (requests !== null) {
        const taken = takeFrom(requests, 1, now());
        requests = taken.bucket;
        waits.push(taken.waitMs);
      }
      if (tokens !== null) {
        const taken = takeFrom(tokens, amount, now());
        tokens = taken.bucket;
        waits.push(taken.waitMs);
      }
      return Math.max(...waits);
    },
    settle(promised, used) {
      if (tokens !== null) tokens = settle(tokens, promised, used);
    },
  };
}

function bucketOf(perMinute: number | undefined, now: () => number): TokenBucket | null {
  return perMinute === undefined ? null : newBucket(perMinute, now());
}
