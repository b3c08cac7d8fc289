import type { Case } from './case.ts';
import type { Completion } from './completion.ts';
import { digestOf } from './digest.ts';
import type { IdentityKind, Signature } from './identity.ts';
import type { Metric } from './score.ts';

/** What one person said of one answer. Nothing is ever written over: who changes their mind adds another record. */
export interface AnswerReview {
  v: 1;
  prompt: string;
  metric: string;
  /** The digest of the question, the case and the answer: all that the review is about. */
  subject: string;
  /** Of this subject, from 1 on. */
  seq: number;
  /** null where they take back what they said before. */
  value: number | null;
  note: string | null;
  /** Where they saw the answer. */
  run: string;
  case: string;
  /** The digests of the prompts that gave it there; who reviewed did not see them. */
  prompts: string[];
  by: string;
  identity: IdentityKind;
  /** Of `claimOf` the record, where they signed it. */
  signature: Signature | null;
  at: string;
}

/** The records about one subject, in their order. */
export type FindReviews = (subject: string) => Promise<readonly AnswerReview[]>;

/** `reviews` of run.json: what the scores that people gave rest on. */
export interface ReviewEvidence {
  /** Records. */
  count: number;
  by: string[];
  /** Over the digests of the records. */
  digest: string;
}

/** The part of an evaluator that makes its question. */
interface Asker {
  name: string;
  version: string;
  metrics: readonly Metric[];
  options?: unknown;
}

/**
 * What a review is about. Neither the prompt nor the arm is part of it: who reviews does not know them, and the same answer
 * to the same case is no other answer because another version gave it.
 */
export function subjectOfReview(
  { name, version, metrics, options }: Asker,
  { variables, expected, images }: Pick<Case, 'variables' | 'expected' | 'images'>,
  { text, toolCalls = [] }: Pick<Completion, 'text' | 'toolCalls'>,
): string {
  // A call's id is the provider's, and another one each time.
  const calls = toolCalls.map((call) => [call.name, call.arguments]);
  return digestOf({
    evaluator: { name, version, metrics, options },
    case: { variables, expected, images },
    answer: { text, calls },
  });
}

/** What everybody stands by: the last that each of them said, unless they took it back. */
export function standingReviews(reviews: readonly AnswerReview[]): (AnswerReview & { value: number })[] {
  const last = new Map(reviews.map((review) => [review.by, review]));
  return [...last.values()].flatMap((review) =>
    review.value === null ? [] : [{ ...review, value: review.value }],
  );
}

/** What a signature under a review is over. */
export function claimOf({ signature: _, ...claim }: AnswerReview): string {
  return digestOf(claim);
}

/** How a person reviews what a run waits for. */
export function reviewCommand(prompt: string, run: string): string {
  return `prompteval review ${prompt} --run ${run}`;
}
