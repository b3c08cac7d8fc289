import type { Evaluator } from '../core/evaluator.ts';
import type { JsonSchema } from '../core/json.ts';

/** The evaluators of one run; some depend on the schema that both arms are scored by. */
export function prepareEvaluators(
  evaluators: readonly Evaluator[],
  outputSchema: JsonSchema | null,
): Evaluator[] {
  return evaluators.map((evaluator) => evaluator.prepare?.({ outputSchema }) ?? evaluator);
}
