import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { formatNumber } from '../../core/format.ts';
import type { AskJudge } from '../../core/judge.ts';
import type { Score } from '../../core/score.ts';
import { cosine, decodeVector } from '../../core/vector.ts';
import { binaryMetric, failed, passed, unscored } from '../options/binary-score.ts';
import { builtIn } from '../options/built-in.ts';
import { judgePatienceMs, modelCheck } from '../options/judge-options.ts';
import { describe } from '../options/metric-problems.ts';
import {
  answerOptionChecks,
  checkOptions,
  type OptionCheck,
  readingSteps,
  type TextOptions,
} from '../options/options.ts';
import { shareMetric } from '../options/share-metric.ts';
import { textOf } from '../reading/normalize.ts';
import { readAnswer } from '../reading/read-answer.ts';
import { expectedTexts } from './expected-texts.ts';
import { KnownVectors } from './known-vectors.ts';

export interface SemanticSimilarityOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** The model that turns texts into vectors, as `provider/model`, such as `openai/text-embedding-3-small`. */
  model: string;
  /** With it an answer scores 1 where it is at least so similar, above 0 and up to 1, and else 0. */
  min?: number;
}

const minCheck: OptionCheck = (value) =>
  typeof value === 'number' && value > 0 && value <= 1
    ? undefined
    : {
        message: `is ${typeof value === 'number' ? value : describe(value)}`,
        expected: 'a number above 0, up to 1',
      };

/**
 * How like the answer is to the expected text in what it means: the cosine of the angle between their vectors, 0 to 1, and 0
 * where it is below. Of several expected texts the nearest counts. Each expected text is asked for once a run. Unscored where
 * no vector comes, or where two have not the same length.
 *
 * @throws InputError for options that can't be used.
 */
export function semanticSimilarity(options: SemanticSimilarityOptions): Evaluator {
  checkOptions('semanticSimilarity', options, {
    ...answerOptionChecks,
    model: modelCheck,
    min: minCheck,
  });
  if (options.model === undefined) {
    throw new InputError({
      field: 'semanticSimilarity.model',
      message: 'is missing',
      expected: 'a model such as "openai/text-embedding-3-small"',
    });
  }
  const made = { ...options };
  const { model, metric = 'semanticSimilarity', min } = made;
  const steps = readingSteps(made);
  const known = new KnownVectors();
  return builtIn({
    name: 'semanticSimilarity',
    version: '1',
    metrics: [min === undefined ? shareMetric(metric) : binaryMetric(metric)],
    embeddings: [model],
    timeoutMs: judgePatienceMs,
    options: made,
    needsExpected: true,
    async evaluate({ case: testCase, completion, ask }) {
      const expected = expectedTexts(testCase.expected, steps);
      if (!expected.ok) return unscored(metric, expected.reason);
      const wanted = expected.texts.filter((text) => text.trim() !== '');
      if (wanted.length === 0) return unscored(metric, 'the expected value holds nothing to compare with');
      const answer = readAnswer(completion.text, steps);
      if (!answer.found) return failed(metric, answer.reason);
      const text = textOf(answer.value);
      if (text.trim() === '') return failed(metric, 'the answer is empty');
      if (wanted.includes(text)) return { metric, value: 1 };
      if (ask === undefined) return unscored(metric, 'no model may be asked here');
      // The answer's own first: what other answers wait for is then asked for by one that has its part of the budget.
      const vector = await vectorOf(ask, model, text);
      const others = await Promise.all(
        wanted.map((each) => known.getOrAsk(each, () => vectorOf(ask, model, each))),
      );
      const likeness = others.map((other) => cosine(vector, other));
      const cosines = likeness.filter((value) => value !== undefined);
      if (cosines.length < likeness.length) return unscored(metric, incomparable(vector, others));
      return scoreOf(metric, Math.max(0, ...cosines), min);
    },
  });
}

function scoreOf(metric: string, similarity: number, min: number | undefined): Score {
  if (min === undefined) return { metric, value: similarity };
  if (similarity >= min) return passed(metric);
  return failed(
    metric,
    `the similarity is ${formatNumber(Math.floor(similarity * 1000) / 1000)}, below ${min}`,
  );
}

async function vectorOf(ask: AskJudge, model: string, text: string): Promise<Float32Array> {
  const reply = await ask({ model, messages: [{ role: 'user', content: text }], embed: true });
  const vector = decodeVector(reply);
  if (vector === undefined) throw new Error('what came is no vector');
  return vector;
}

function incomparable(vector: Float32Array, others: readonly Float32Array[]): string {
  const other = others.find(({ length }) => length !== vector.length);
  return other === undefined
    ? 'a vector of zeros points nowhere'
    : `vectors of ${vector.length} and ${other.length} numbers can't be compared`;
}
