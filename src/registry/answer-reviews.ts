import type { AnswerReview } from '../core/answer-review.ts';
import { ConflictError, IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { answerReviewsFolder, numberedKey, parseKey } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-bytes.ts';
import { assertShape, is, listOf, orNull, type Shape } from './shape.ts';
import { isIdentity, isSignature } from './shared-shapes.ts';

/** Others who review the same answer meanwhile move ours one further; so many in a row means that something else is wrong. */
const mostTries = 100;

/** Adds a review behind those that are there about the same subject. */
export async function addAnswerReview(
  store: Store,
  { prompt, subject }: Pick<AnswerReview, 'prompt' | 'subject'>,
  make: (seq: number) => Promise<AnswerReview>,
): Promise<AnswerReview> {
  const folder = answerReviewsFolder(prompt, subject);
  let last = 0;
  for await (const key of store.list(folder)) last = Math.max(last, numberOf(key));
  for (let tries = 1; tries <= mostTries; tries++) {
    const review = await make(last + tries);
    if ((await store.putIfAbsent(numberedKey(folder, review.seq), encodeRecord(review))) === 'created') {
      return review;
    }
  }
  throw new ConflictError(`others kept reviewing the same answer of ${prompt}; nothing was recorded`);
}

/** The keys of every review of a prompt's answers, by their subject. */
export async function listAnswerReviews(store: Store, prompt: string): Promise<Map<string, string[]>> {
  const keys = new Map<string, string[]>();
  for await (const key of store.list(answerReviewsFolder(prompt))) {
    const parsed = parseKey(key);
    if (parsed?.kind !== 'answer') continue;
    keys.set(parsed.subject, [...(keys.get(parsed.subject) ?? []), key]);
  }
  return keys;
}

/** @throws IntegrityError that names the key. */
export async function readAnswerReview(store: Store, key: string): Promise<AnswerReview> {
  const bytes = await store.get(key);
  if (bytes === undefined) throw new IntegrityError(`${key} is listed and can not be read`);
  return parseAnswerReview(key, bytes);
}

const shape: Shape<AnswerReview> = {
  v: is.one,
  prompt: is.name,
  metric: is.name,
  subject: is.digest,
  seq: is.count,
  value: orNull((value) => typeof value === 'number'),
  note: orNull(is.text),
  run: is.name,
  case: is.text,
  prompts: listOf(is.digest),
  by: is.name,
  identity: isIdentity,
  signature: orNull(isSignature),
  at: is.time,
};

/** @throws IntegrityError that names the key. */
export function parseAnswerReview(key: string, bytes: Uint8Array): AnswerReview {
  const review: unknown = decodeRecord(key, bytes);
  assertShape<AnswerReview>(key, review, shape);
  if (numberedKey(answerReviewsFolder(review.prompt, review.subject), review.seq) !== key) {
    throw new IntegrityError(`${key} is not in its place: it reviews another answer`);
  }
  return review;
}

function numberOf(key: string): number {
  return Number(/(\d+)\.json$/.exec(key)?.[1] ?? 0);
}
