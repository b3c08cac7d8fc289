import { createHash } from 'node:crypto';
import { type Case, caseLine } from '../core/case.ts';
import { digestible, digestOf } from '../core/digest.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';

/** Covers every option and every function, and the models: the text of a function may not name those that it asks. */
export function evaluatorsDigest(evaluators: readonly Evaluator[]): string {
  return digestOf(
    evaluators.map(({ name, version, metrics, options, models, embeddings, evaluate, compare, prepare }) =>
      digestible({ name, version, metrics, options, models, embeddings, evaluate, compare, prepare }),
    ),
  );
}

export function gatesDigest(gates: readonly Gate[]): string {
  return digestOf(gates);
}

/** Of the bytes of the `cases.jsonl` that has these cases. */
export function casesFileDigest(cases: readonly Case[]): string {
  const hash = createHash('sha256');
  for (const item of cases) hash.update(caseLine(item));
  return `sha256:${hash.digest('hex')}`;
}
