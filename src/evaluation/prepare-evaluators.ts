import type { FindReviews } from '../core/answer-review.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { JsonSchema } from '../core/json.ts';

/** The evaluators of one run; some depend on the schema that both arms are scored by, or on what people said. */
export function prepareEvaluators(
  evaluators: readonly Evaluator[],
  outputSchema: JsonSchema | null,
  findReviews?: FindReviews,
): Evaluator[] {
  return evaluators.map(
    (evaluator) => evaluator.prepare?.({ outputSchema, ...(findReviews && { findReviews }) }) ?? evaluator,
  );
}
