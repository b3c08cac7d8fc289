import { IntegrityError } from '../core/errors.ts';
import type { ReviewRecord } from '../core/plan-record.ts';
import type { Store } from '../core/registry.ts';
import { reviewKey } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-bytes.ts';
import { assertShape, is, orNull, type Shape } from './shape.ts';
import { isIdentity, isSignature } from './shared-shapes.ts';

/** @returns `exists` where the override was reviewed before: the first review stays. */
export function putReview(store: Store, review: ReviewRecord): Promise<'created' | 'exists'> {
  return store.putIfAbsent(reviewKey(review.prompt, review.alias, review.seq), encodeRecord(review));
}

/** The review of an override; undefined where there is none yet. */
export async function readReview(
  store: Store,
  prompt: string,
  alias: string,
  seq: number,
): Promise<ReviewRecord | undefined> {
  const key = reviewKey(prompt, alias, seq);
  const bytes = await store.get(key);
  return bytes && parseReview(key, bytes);
}

const shape: Shape<ReviewRecord> = {
  v: is.one,
  prompt: is.name,
  alias: is.name,
  seq: is.count,
  moveSha256: is.hash,
  by: is.name,
  identity: isIdentity,
  signature: orNull(isSignature),
  reason: is.name,
  at: is.time,
};

/** @throws IntegrityError that names the key. */
export function parseReview(key: string, bytes: Uint8Array): ReviewRecord {
  const review: unknown = decodeRecord(key, bytes);
  assertShape<ReviewRecord>(key, review, shape);
  if (reviewKey(review.prompt, review.alias, review.seq) !== key) {
    throw new IntegrityError(`${key} is not in its place: it reviews another move`);
  }
  return review;
}
