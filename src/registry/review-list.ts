import { canonicalJson, digestBytes, digestOf } from '../core/digest.ts';
import { IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { listAnswerReviews, readAnswerReview } from './answer-reviews.ts';
import { type Finding, orFinding } from './finding.ts';
import { blobKey } from './keys.ts';
import { parseObject } from './record-bytes.ts';
import { is, listOf } from './shape.ts';

/** The digests of the records about each answer of a run; also of those about which nobody had said anything. */
export type ReviewList = Record<string, string[]>;

export function digestOfReviews(list: ReviewList): string {
  return digestBytes(canonicalJson(list));
}

/** Keeps what a run rests on beside its evidence, under the digest that its run.json names. */
export async function putReviewList(store: Store, list: ReviewList): Promise<void> {
  await store.putIfAbsent(blobKey(digestOfReviews(list)), new TextEncoder().encode(canonicalJson(list)));
}

/** @throws IntegrityError where it is not kept, or damaged. */
async function getReviewList(store: Store, digest: string): Promise<ReviewList> {
  const key = blobKey(digest);
  const bytes = await store.get(key);
  if (bytes === undefined) throw new IntegrityError(`${key}, a list of reviews, is not kept`);
  const list = parseObject(key, bytes);
  if (digestBytes(bytes) !== digest || !isReviewList(list)) throw new IntegrityError(`${key} is damaged`);
  return list;
}

function isReviewList(list: object): list is ReviewList {
  return Object.values(list).every(listOf(is.digest));
}

/** Whether people have said something since of the answers that a run rests on. */
export async function reviewsChanged(store: Store, { prompt, reviews }: RunFile): Promise<boolean> {
  if (reviews === undefined) return false;
  return (await changesSince(store, prompt, await getReviewList(store, reviews.digest))).some(
    ({ then, now }) => canonicalJson(then) !== canonicalJson(now),
  );
}

/** What does not fit of the reviews that a kept run rests on; what was said later is no matter. */
export async function reviewProblems(store: Store, { prompt, reviews }: RunFile): Promise<string[]> {
  if (reviews === undefined) return [];
  const damage: Finding[] = [];
  const list = await orFinding('', damage, () => getReviewList(store, reviews.digest));
  if (list === undefined) return damage.map(({ message }) => `rests on reviews that do not fit: ${message}`);
  const changes = await changesSince(store, prompt, list);
  const lost = changes.filter(({ then, now }) => then.some((digest, index) => now[index] !== digest));
  if (lost.length === 0) return [];
  const answers = lost.length === 1 ? 'an answer' : `${lost.length} answers`;
  return [`rests on reviews of ${answers} that are not kept as they were`];
}

async function changesSince(store: Store, prompt: string, list: ReviewList) {
  const keys = await listAnswerReviews(store, prompt);
  const read = async (key: string) =>
    (await orFinding(key, [], async () => digestOf(await readAnswerReview(store, key)))) ?? '';
  return Promise.all(
    Object.entries(list).map(async ([subject, then]) => ({
      then,
      now: await Promise.all((keys.get(subject) ?? []).map(read)),
    })),
  );
}
