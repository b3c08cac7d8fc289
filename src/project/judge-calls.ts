import type { Case } from '../core/case.ts';
import type { Evaluator } from '../core/evaluator.ts';
import { estimateTokens } from '../providers/token-estimate.ts';

/** Tokens of a judge's instructions, and of what it says. */
const instructions = 400;
const reply = 150;

/** What evaluators would ask a model about all answers of a run. */
export interface JudgeCalls {
  model: string;
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/** @param answers trials and tokens of the answers to judge */
export function plannedJudgeCalls(
  evaluators: readonly Evaluator[],
  cases: readonly Case[],
  answers: { calls: number; outputTokens: number },
): JudgeCalls[] {
  const models = evaluators.flatMap((evaluator) => evaluator.models ?? []);
  if (models.length === 0) return [];
  const perCase = answers.calls / Math.max(1, cases.length);
  const material = cases.reduce(
    (sum, { variables, expected }) => sum + estimateTokens(JSON.stringify([variables, expected ?? null])),
    0,
  );
  const inputTokens = Math.round(material * perCase) + answers.outputTokens + answers.calls * instructions;
  const { calls } = answers;
  return [...new Set(models)].map((model) => {
    const times = models.filter((other) => other === model).length;
    return {
      model,
      calls: calls * times,
      inputTokens: inputTokens * times,
      outputTokens: calls * times * reply,
    };
  });
}
