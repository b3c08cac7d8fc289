import type { Evaluator } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import type { OutputSchema } from '../../core/prompt.ts';
import type { Metric } from '../../core/score.ts';
import { binaryMetric } from '../options/binary-score.ts';
import { describe } from '../options/metric-problems.ts';
import type { OptionCheck } from '../options/options.ts';

/** The lowest and the highest score, whole numbers; or `yes-no`. */
export type Scale = [number, number] | 'yes-no';

/** What a score stands for, in words; only these scores may be given. */
export type Rubric = Record<number, string>;

/** The scores that a judge may give. */
export interface JudgeScale {
  metric: Metric;
  scores: readonly number[];
  /** For the judge. */
  words: string | { score: number; means: string }[];
}

const mostScores = 11;

/** Of options that were checked. The range is the declared scale: without one, from the lowest level of the rubric to the highest. */
export function judgeScale(id: string, scale: Scale | undefined, rubric: Rubric | undefined): JudgeScale {
  const levels = rubric && levelsOf(rubric);
  const [low, high] = endsOf(scale ?? levelEnds(levels) ?? [1, 5]);
  const metric: Metric =
    scale === 'yes-no' ? binaryMetric(id) : { id, better: 'higher', kind: 'score', range: [low, high] };
  if (levels) return { metric, scores: levels.map(({ score }) => score), words: levels };
  const scores = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const words =
    scale === 'yes-no'
      ? '1 where the answer meets the criteria, else 0'
      : `whole numbers from ${low}, not at all, to ${high}, completely`;
  return { metric, scores, words };
}

/** The same for a person in the judge's place. */
export function askPeople(question: string, { scores, words }: JudgeScale): NonNullable<Evaluator['asks']> {
  return {
    question,
    scores: typeof words === 'string' ? scores.map((score) => ({ score })) : words,
  };
}

export function judgementSchema(scores: readonly number[]): OutputSchema {
  const schema = {
    type: 'object',
    properties: { reason: { type: 'string' }, score: { type: 'integer', enum: [...scores] } },
    required: ['reason', 'score'],
    additionalProperties: false,
  };
  return { name: 'judgement', strict: true, schema };
}

export const scaleCheck: OptionCheck = (value) => {
  if (value === 'yes-no') return undefined;
  const expected = `"yes-no", or the lowest and the highest of at most ${mostScores} whole numbers`;
  if (!Array.isArray(value) || value.length !== 2) return { message: `is ${describe(value)}`, expected };
  const [low, high]: unknown[] = value;
  const isScale =
    Number.isSafeInteger(low) &&
    Number.isSafeInteger(high) &&
    Number(low) < Number(high) &&
    Number(high) - Number(low) < mostScores;
  return isScale ? undefined : { message: `is [${String(low)}, ${String(high)}]`, expected };
};

export const rubricCheck: OptionCheck = (value) => {
  const expected = `2 to ${mostScores} whole numbers, each with what it stands for, such as { 1: "rude", 3: "plain", 5: "warm" }`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { message: `is ${describe(value)}`, expected };
  }
  const entries: [string, unknown][] = Object.entries(value);
  const stray = entries.find(([key]) => !Number.isSafeInteger(Number(key)) || key.trim() === '');
  if (stray) return { message: `has the level ${JSON.stringify(stray[0])}`, expected };
  const bare = entries.find(([, words]) => typeof words !== 'string' || words.trim() === '');
  if (bare) return { message: `says nothing about the level ${bare[0]}`, expected };
  const isMany = entries.length >= 2 && entries.length <= mostScores;
  return isMany
    ? undefined
    : { message: `has ${entries.length} level${entries.length === 1 ? '' : 's'}`, expected };
};

/** Levels that the declared scale does not have. */
export function rubricProblems(evaluator: string, rubric: Rubric, scale: Scale | undefined): Problem[] {
  if (scale === undefined) return [];
  const [low, high] = endsOf(scale);
  return levelsOf(rubric).flatMap(({ score }) =>
    score >= low && score <= high
      ? []
      : [
          {
            field: `${evaluator}.rubric`,
            message: `the level ${score} is not on the scale`,
            expected: scale === 'yes-no' ? '0 and 1' : `${low} to ${high}`,
          },
        ],
  );
}

function levelsOf(rubric: Rubric): { score: number; means: string }[] {
  return Object.entries(rubric)
    .map(([score, means]) => ({ score: Number(score), means }))
    .sort((a, b) => a.score - b.score);
}

function levelEnds(levels: readonly { score: number }[] | undefined): [number, number] | undefined {
  const [first, last] = [levels?.[0], levels?.at(-1)];
  return first && last && [first.score, last.score];
}

function endsOf(scale: Scale): [number, number] {
  return scale === 'yes-no' ? [0, 1] : scale;
}
