import type { Evaluator } from '../../core/evaluator.ts';
import type { Score } from '../../core/score.ts';
import { failed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { readingSteps, type TextOptions } from '../options/options.ts';
import { shareMetric } from '../options/share-metric.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { TooLong, unlessTooLong } from '../reading/too-long.ts';
import { expectedTexts } from './expected-texts.ts';

/** How like an answer is to one expected text, 0 to 1; undefined where the expected text holds nothing to compare. */
export type Likeness = (answer: string, expected: string) => number | undefined;

export interface SimilarityDefinition {
  name: string;
  options: Pick<TextOptions, 'metric' | 'path' | 'extract'>;
  /** Of the answer, against all texts of which one is expected. */
  likeness(answer: string, expected: readonly string[]): number | undefined;
}

/** Of several expected texts the one that the answer is most like. */
export function best(likeness: Likeness): SimilarityDefinition['likeness'] {
  return (answer, expected) => {
    const values = expected.flatMap((text) => likeness(answer, text) ?? []);
    return values.length === 0 ? undefined : Math.max(...values);
  };
}

/** An evaluator that measures how like an answer is to what is expected. */
export function similarityEvaluator({ name, options, likeness }: SimilarityDefinition): Evaluator {
  const metric = options.metric ?? name;
  const steps = readingSteps(options);
  return builtIn({
    name,
    version: '1',
    metrics: [shareMetric(metric)],
    options,
    needsExpected: true,
    evaluate(context): Score {
      const expected = expectedTexts(context.case.expected, steps);
      if (!expected.ok) return unscored(metric, expected.reason);
      const answer = readAnswer(context.completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      const text = textOf(answer.value);
      const value = unlessTooLong(() => likeness(text, expected.texts));
      if (value instanceof TooLong) return unscored(metric, value.message);
      if (value === undefined) return unscored(metric, 'the expected value holds nothing to compare with');
      // Where nothing is expected either, that is no reason for anything.
      return text.trim() === '' && value < 1
        ? { metric, value, reason: 'the answer is empty' }
        : { metric, value };
    },
  });
}
