import type { Evaluator } from '../core/evaluator.ts';
import type { Score } from '../core/score.ts';
import { describe } from '../evaluators/options/metric-problems.ts';
import { settleScores } from '../runner/settle-scores.ts';

/** What is wrong with what an evaluator returned: what a run would make `unscored` of. */
export function scoreFlaws(evaluator: Evaluator, returned: unknown): string[] {
  let settled: Score[];
  try {
    settled = settleScores(evaluator, returned);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const given: unknown[] = [returned].flat();
  return [
    // A run says so too where nothing is wrong: the evaluator itself gave no score.
    ...settled.flatMap((score) =>
      'unscored' in score && !given.some((own) => isSameScore(own, score)) ? [score.unscored] : [],
    ),
    ...given.flatMap((score) => [...droppedBy(score), ...plainFlaws(score, 'its score')]),
  ];
}

/** What a run leaves out of a score without a word. */
function droppedBy(score: unknown): string[] {
  if (typeof score !== 'object' || score === null) return [];
  const { value, unscored, reason }: Partial<Record<string, unknown>> = { ...score };
  return [
    ...(value !== undefined && unscored !== undefined ? ['its score has both a value and unscored'] : []),
    ...(reason === undefined || typeof reason === 'string'
      ? []
      : [`the reason of its score is ${describe(reason)}, and no text`]),
  ];
}

function isSameScore(own: unknown, score: Score & { unscored: string }): boolean {
  if (typeof own !== 'object' || own === null) return false;
  return Reflect.get(own, 'metric') === score.metric && Reflect.get(own, 'unscored') === score.unscored;
}

/** Scores are kept as JSON; what JSON can't hold would be lost there. */
function plainFlaws(value: unknown, place: string, within: readonly unknown[] = []): string[] {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return [];
  if (typeof value === 'number') {
    // A value that is no number is told by its metric.
    return Number.isFinite(value) || place.endsWith('.value')
      ? []
      : [`${place} is ${value}, which JSON can't hold`];
  }
  if (typeof value !== 'object') return [`${place} is a ${typeof value}, which JSON can't hold`];
  if (within.includes(value)) return [`${place} holds itself, which JSON can't`];
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!isPlain) return [`${place} is a ${value.constructor.name}, which JSON can't hold`];
  return Object.entries(value).flatMap(([key, member]) =>
    plainFlaws(member, `${place}.${key}`, [...within, value]),
  );
}
