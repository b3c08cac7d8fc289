import { digestible, digestOf } from '../core/digest.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';

/** Covers every option: a regular expression by its source, a function by its text. */
export function evaluatorsDigest(evaluators: readonly Evaluator[]): string {
  return digestOf(
    digestible(
      evaluators.map(({ name, version, metrics, options, evaluate, compare }) => ({
        name,
        version,
        metrics,
        options,
        evaluate,
        ...(compare && { compare }),
      })),
    ),
  );
}

export function gatesDigest(gates: readonly Gate[]): string {
  return digestOf(gates);
}
