import type { FindReviews } from '../../core/answer-review.ts';
import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { JsonSchema } from '../../core/json.ts';
import type { Arms } from '../../evaluation/evaluation.ts';
import { prepareEvaluators } from '../../evaluation/prepare-evaluators.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import type { Grid } from './sweep-grid.ts';

/** What scores the answers of a sweep: a variant's by the schema that a run of it is scored by. */
export interface SweepScoring {
  byVariant: ReadonlyMap<string, readonly Evaluator[]>;
  ofStable: readonly Evaluator[];
  /** Stable's own, or where it has none the first row's. */
  schema: JsonSchema | null;
}

/** @throws InputError with every variant that an evaluator can't score. */
export function sweepScoring(
  { rows }: Grid,
  baseline: Arms['baseline'],
  evaluators: readonly Evaluator[],
  findReviews: FindReviews,
): SweepScoring {
  const byVariant = new Map<string, readonly Evaluator[]>();
  const problems = rows.flatMap(({ variant, arms }) => {
    if (byVariant.has(variant.name)) return [];
    byVariant.set(variant.name, []);
    try {
      byVariant.set(variant.name, prepareEvaluators(evaluators, outputSchemaOf(arms), findReviews));
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems.map((problem) => ({ file: variant.file ?? variant.name, ...problem }));
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  const [first] = rows;
  const schema = baseline?.prompt.jsonSchema?.schema ?? (first ? outputSchemaOf(first.arms) : null);
  return { byVariant, ofStable: prepareEvaluators(evaluators, schema, findReviews), schema };
}
