import { type AnswerReview, type ReviewEvidence, reviewCommand } from '../../core/answer-review.ts';
import { digestOf } from '../../core/digest.ts';
import type { Store } from '../../core/registry.ts';
import type { ReviewsPort } from '../../evaluation/evaluation.ts';
import { listAnswerReviews, readAnswerReview } from '../../registry/answer-reviews.ts';
import { digestOfReviews, type ReviewList } from '../../registry/review-list.ts';

export interface OpenReviews extends ReviewsPort {
  /** Of all that was asked for. */
  list(): ReviewList;
}

/** What people said of a prompt's answers, as it stands when the first of it is asked for. */
export function openReviews(store: Store, prompt: string, run: string): OpenReviews {
  let keys: Promise<Map<string, string[]>> | undefined;
  const found = new Map<string, AnswerReview[]>();
  const list = () => listOf(found);
  return {
    command: reviewCommand(prompt, run),
    list,
    async find(subject) {
      keys ??= listAnswerReviews(store, prompt);
      const ofSubject = (await keys).get(subject) ?? [];
      const reviews = await Promise.all(ofSubject.map((key) => readAnswerReview(store, key)));
      found.set(subject, reviews);
      return reviews;
    },
    used: () => evidenceOf([...found.values()].flat(), list()),
  };
}

function listOf(found: ReadonlyMap<string, readonly AnswerReview[]>): ReviewList {
  return Object.fromEntries([...found].map(([subject, reviews]) => [subject, reviews.map(digestOf)]));
}

function evidenceOf(reviews: readonly AnswerReview[], list: ReviewList): ReviewEvidence | null {
  if (reviews.length === 0) return null;
  const by = [...new Set(reviews.map((review) => review.by))].sort();
  return { count: reviews.length, by, digest: digestOfReviews(list) };
}
