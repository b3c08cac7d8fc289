import { type Evaluator, modelsOf } from '../core/evaluator.ts';

/** The evaluator that measures a metric, and those whose metrics it makes its score of; [] where none measures it. */
export function evaluatorsBehind(evaluators: readonly Evaluator[], metric: string): Evaluator[] {
  const index = evaluators.findIndex(({ metrics }) => metrics.some(({ id }) => id === metric));
  const found = evaluators[index];
  if (found === undefined) return [];
  // What it needs stands before it.
  const before = evaluators.slice(0, index);
  const needed = (found.needsMetrics ?? []).flatMap((id) => evaluatorsBehind(before, id));
  return [found, ...new Set(needed)];
}

/** Whether a model judges what a metric says. */
export function isJudged(evaluators: readonly Evaluator[], metric: string): boolean {
  return evaluatorsBehind(evaluators, metric).some(({ models = [] }) => models.length > 0);
}

/** Whether a model has a say in a metric: by its judgement, or by its vectors. */
export function asksModels(evaluators: readonly Evaluator[], metric: string): boolean {
  return evaluatorsBehind(evaluators, metric).some((evaluator) => modelsOf(evaluator).length > 0);
}

/** Whether people have a say in a metric. */
export function isReviewed(evaluators: readonly Evaluator[], metric: string): boolean {
  return evaluatorsBehind(evaluators, metric).some(({ byPeople }) => byPeople);
}
