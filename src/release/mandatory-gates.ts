import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric } from '../core/metrics.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { MandatoryGate } from '../core/risk.ts';

export interface GatesInPlace {
  gates: readonly Gate[];
  evaluators: readonly Evaluator[];
  prompt: Pick<PromptFile, 'jsonSchema'>;
}

/** Which of the gates that a risk level insists on are not there, each with what to add. */
export function missingGates(
  asked: readonly MandatoryGate[],
  inPlace: GatesInPlace,
): { gate: MandatoryGate; message: string; hint: string }[] {
  return asked.filter((gate) => !checks[gate](inPlace)).map((gate) => ({ gate, ...complaints[gate] }));
}

const checks: Record<MandatoryGate, (inPlace: GatesInPlace) => boolean> = {
  baseline: ({ gates, evaluators }) =>
    gates.some((gate) => gate.enforced && comparesQuality(gate, evaluators)),
  critical: ({ gates }) =>
    gates.some((gate) => gate.enforced && gate.rule === 'mustPass' && gate.cases === 'critical'),
  schema: ({ gates, evaluators, prompt }) =>
    prompt.jsonSchema === undefined ||
    evaluators
      .filter(({ name }) => name === 'jsonSchema')
      .flatMap(({ metrics }) => metrics)
      .some(({ id }) => gates.some((gate) => gate.enforced && gate.metric === id)),
};

/** Cost, latency and tokens say nothing about quality. */
function comparesQuality(gate: Gate, evaluators: readonly Evaluator[]): boolean {
  if (gate.rule !== 'noWorseThan' && gate.rule !== 'betterThan') return false;
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  return gate.slice === null && findMetric(metrics, gate.metric)?.kind !== 'amount';
}

const complaints: Record<MandatoryGate, { message: string; hint: string }> = {
  baseline: {
    message: 'no enforced gate compares a quality metric over all cases with what is live',
    hint: "Add one such as { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 }",
  },
  critical: {
    message: 'no enforced gate asks that every critical case passes',
    hint: "Add one such as { cases: 'critical', mustPass: 'quality' }",
  },
  schema: {
    message: 'the prompt has an output schema, and no enforced gate is about it',
    hint: "Add jsonSchema() to the evaluators and a gate such as { metric: 'schema', min: 1 }",
  },
};
