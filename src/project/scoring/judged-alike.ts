import { type Evaluator, modelsOf } from '../../core/evaluator.ts';
import type { RunFile } from '../../core/run-file.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { evaluatorsBehind } from '../../evaluation/evaluators-behind.ts';

/**
 * The metrics of judges that are word for word those of a stored run: what they said of its answers then, they say now. Runs of
 * older versions don't say which judges they had.
 */
export function judgedAlike(
  { judges = [] }: Pick<RunFile, 'judges'>,
  evaluators: readonly Evaluator[],
): ReadonlySet<string> {
  const asking = evaluators.filter((evaluator) => modelsOf(evaluator).length > 0);
  const alike = asking.flatMap(({ metrics }) =>
    metrics.filter(({ id }) => {
      const then = judges.find(({ metric }) => metric === id)?.digest;
      return then !== undefined && then === evaluatorsDigest(evaluatorsBehind(evaluators, id));
    }),
  );
  return new Set(alike.map(({ id }) => id));
}
