import { type ComparisonPlan, evidenceOf } from '../comparison/compare.ts';
import type { Observations } from '../comparison/observations.ts';
import type { Attempt } from '../core/attempts.ts';
import { newCases, type RunPolicy } from '../core/policy.ts';
import { gatesOfAttempt } from '../gates/attempts.ts';
import { feasibilityOf } from '../gates/feasibility.ts';
import type { KnownCases } from '../gates/judge-known.ts';

/** What the protected branch's gates find on its own cases; undefined where there are no others. */
export function knownCases(
  observations: Observations,
  { policy, attempt, ...plan }: ComparisonPlan & { policy?: RunPolicy | undefined; attempt: Attempt },
): KnownCases | undefined {
  if (policy?.gates === undefined) return undefined;
  const added = newCases(policy);
  const known = observations.cases.filter(({ id }) => !added.has(id));
  const count = known.length;
  if (count === observations.cases.length) return undefined;
  const gates = gatesOfAttempt(policy.gates, attempt);
  const { metrics, latencyCases } = plan;
  const undecidable = gates.filter((gate) => {
    const timed = gate.metric === 'latency' ? latencyCases : undefined;
    const cases = known
      .filter(({ id }) => timed?.has(id) ?? true)
      .map(({ tags, variables = {} }) => ({ tags, variables }));
    const grounds = { cases, setApart: false, metrics, repeats: observations.repeats };
    const { problems, warnings } = feasibilityOf([gate], grounds);
    return cases.length === 0 || problems.length + warnings.length > 0;
  });
  return {
    count,
    added: observations.cases.length - count,
    evidence: evidenceOf(observations.only(new Set(known.map(({ id }) => id))), { ...plan, gates }),
    undecidable: new Set(undecidable.map(({ name }) => name)),
  };
}
