import { digestible, digestOf } from '../../core/digest.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { builtInEvaluators } from '../../evaluators/built-ins.ts';

/**
 * What an evaluator is, where the two checkouts are judged by one installation. Of those in this package the version and the
 * options tell all, while the text of their functions depends on how a config was loaded: `.mjs` takes the package as it is
 * installed, `.ts` the one that runs. Something else that goes by the name of one is code, and compared as code.
 */
export function evaluatorDigest(evaluator: Evaluator): string {
  const { name, version, metrics, options } = evaluator;
  if (!Object.hasOwn(builtInEvaluators, name)) return evaluatorsDigest([evaluator]);
  return digestOf(digestible({ name, version, metrics, options }));
}
