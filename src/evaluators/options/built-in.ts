import { nameFunctionOnly } from '../../core/digest.ts';
import type { Evaluator } from '../../core/evaluator.ts';

/**
 * An evaluator of this package: its name, its version and its options tell all of it. The text of its functions depends on how the
 * package was built, and would make another evaluator of it with each release.
 */
export function builtIn<Made extends Evaluator>(evaluator: Made): Made {
  nameFunctionOnly(evaluator.evaluate);
  if (evaluator.compare) nameFunctionOnly(evaluator.compare);
  return evaluator;
}
