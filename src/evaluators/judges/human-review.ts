import {
  type AnswerReview,
  type FindReviews,
  standingReviews,
  subjectOfReview,
} from '../../core/answer-review.ts';
import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Metric, Score } from '../../core/score.ts';
import { builtIn } from '../options/built-in.ts';
import { checkOptions, textOptionChecks } from '../options/options.ts';
import { filledTextCheck } from '../texts/text-search.ts';
import {
  askPeople,
  judgeScale,
  type Rubric,
  rubricCheck,
  rubricProblems,
  type Scale,
  scaleCheck,
} from './judge-scale.ts';

export interface HumanReviewOptions {
  /** Id of the metric; default `humanReview`. */
  metric?: string;
  /** What people are asked of every answer. */
  question: string;
  /** What each score stands for; no other may be given. */
  rubric?: Rubric;
  /** The lowest and the highest score, whole numbers; or `yes-no`, the default without a rubric. */
  scale?: Scale;
}

/**
 * A person's word on each answer, given on the page of `prompteval review` or in a file. An answer that nobody has reviewed is
 * unscored and waits; the same answer to the same case keeps its reviews from run to run. Of several people's, the mean
 * counts, and of yes and no the word of whoever said no.
 *
 * @throws InputError for options that can't be used.
 */
export function humanReview(options: HumanReviewOptions): Evaluator {
  checkOptions('humanReview', options, {
    metric: textOptionChecks.metric,
    question: filledTextCheck,
    rubric: rubricCheck,
    scale: scaleCheck,
  });
  requireSense(options);
  const made = { ...options };
  const { rubric, scale = rubric ? undefined : 'yes-no' } = made;
  const asked = judgeScale(made.metric ?? 'humanReview', scale, rubric);
  return reviewedBy(made, askPeople(made.question, asked), asked.metric);
}

function reviewedBy(
  options: HumanReviewOptions,
  asks: NonNullable<Evaluator['asks']>,
  metric: Metric,
  find?: FindReviews,
): Evaluator {
  const self = { name: 'humanReview', version: '1', metrics: [metric], options };
  return builtIn({
    ...self,
    asks,
    byPeople: true,
    prepare: ({ findReviews }) => reviewedBy(options, asks, metric, findReviews),
    async evaluate({ case: testCase, completion }) {
      const reviews = (await find?.(subjectOfReview(self, testCase, completion))) ?? [];
      return scoreOf(metric, standingReviews(reviews));
    },
  });
}

function scoreOf({ id, kind }: Metric, reviews: readonly (AnswerReview & { value: number })[]): Score {
  if (reviews.length === 0) {
    return { metric: id, unscored: 'nobody has reviewed this answer yet', awaits: 'review' };
  }
  const values = reviews.map(({ value }) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    metric: id,
    value: kind === 'binary' ? Math.min(...values) : mean,
    reason: reviews.map(wordsOf).join('; '),
  };
}

function wordsOf({ by, value, note, at }: AnswerReview): string {
  return `${by} said ${value} on ${at.slice(0, 10)}${note ? `: ${note}` : ''}`;
}

function requireSense({ question, rubric, scale }: Partial<HumanReviewOptions>): void {
  const problems = [
    ...(question === undefined
      ? [{ field: 'humanReview.question', ...filledTextCheck(undefined), message: 'is missing' }]
      : []),
    ...(rubric === undefined ? [] : rubricProblems('humanReview', rubric, scale)),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
