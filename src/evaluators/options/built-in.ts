import { identifyFunction } from '../../core/digest.ts';
import type { Evaluator } from '../../core/evaluator.ts';

/**
 * An evaluator of this package: its name, its version and its options tell all of it, wherever one of its functions is used. Their text
 * depends on how the package was built, and would make another evaluator of it with each release.
 */
export function builtIn<Made extends Evaluator>(evaluator: Made): Made {
  const { name, version, options, evaluate, compare, prepare } = evaluator;
  for (const own of [evaluate, compare, prepare]) {
    if (own !== undefined) identifyFunction(own, { name, version, options });
  }
  return evaluator;
}
