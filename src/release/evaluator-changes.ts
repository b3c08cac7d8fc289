import { digestOf } from '../core/digest.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { PolicyChange } from '../core/policy.ts';

/** An evaluator with the digest of all that it is. */
export interface DigestedEvaluator {
  evaluator: Evaluator;
  digest: string;
}

export interface ComparedEvaluators {
  /** In the order of now. */
  evaluators: Evaluator[];
  changes: PolicyChange[];
}

/** What measured a metric on the protected branch goes on measuring it; what is new measures besides. */
export function compareEvaluators(
  then: readonly DigestedEvaluator[],
  now: readonly DigestedEvaluator[],
): ComparedEvaluators {
  const changes: PolicyChange[] = [];
  const kept = new Set<DigestedEvaluator>();
  const evaluators = now.flatMap((item) => {
    const before = then.filter((other) => sharesMetric(other, item));
    if (before.length === 0) {
      changes.push(change('evaluator-added', item, 'is new', null, item));
      return [item.evaluator];
    }
    const fresh = before.filter((other) => !kept.has(other));
    for (const other of fresh) kept.add(other);
    const [first] = before;
    if (first && first.digest !== item.digest) {
      changes.push(change('evaluator-changed', item, versions(first.evaluator, item.evaluator), first, item));
    }
    return fresh.map(({ evaluator }) => evaluator);
  });
  const removed = then.filter((item) => !kept.has(item));
  for (const item of removed) {
    changes.push(change('evaluator-removed', item, 'was removed', item, null));
    evaluators.push(item.evaluator);
  }
  return { evaluators, changes };
}

function sharesMetric(one: DigestedEvaluator, other: DigestedEvaluator): boolean {
  return one.evaluator.metrics.some(({ id }) => other.evaluator.metrics.some((metric) => metric.id === id));
}

function versions(then: Evaluator, now: Evaluator): string {
  if (then.version !== now.version) return `went from version ${then.version} to ${now.version}`;
  return then.name === now.name ? 'measures in another way' : `takes the place of ${then.name}`;
}

function change(
  kind: PolicyChange['kind'],
  { evaluator }: DigestedEvaluator,
  what: string,
  then: DigestedEvaluator | null,
  now: DigestedEvaluator | null,
): PolicyChange {
  return {
    kind,
    names: [evaluator.name],
    text: `evaluator ${evaluator.name} ${what}`,
    isLooser: kind !== 'evaluator-added',
    digest: digestOf([then?.digest ?? null, now?.digest ?? null]),
  };
}
