import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import type { PriceTable } from '../../providers/prices.ts';

/**
 * With a cap on the cost, a model without a known price is an error: nothing could be counted against the cap.
 *
 * @throws InputError that names each of them.
 */
export function requirePrices(
  models: readonly string[],
  prices: PriceTable,
  evaluators: readonly Evaluator[],
): void {
  const problems = priceProblems(models, prices, evaluators);
  if (problems.length > 0) throw new InputError(problems);
}

export function priceProblems(
  models: readonly string[],
  prices: Pick<PriceTable, 'priceOf'>,
  evaluators: readonly Evaluator[],
): Problem[] {
  const embeddings = evaluators.flatMap((evaluator) => evaluator.embeddings ?? []);
  // A vector costs its input alone, and its model has no price for output.
  const usageOf = (model: string) => ({ inputTokens: 1, outputTokens: embeddings.includes(model) ? 0 : 1 });
  return [...new Set(models)]
    .filter((model) => prices.priceOf(model, usageOf(model)) === null)
    .map((model) => ({
      field: 'maxCost',
      message: `no price is known for ${model}, so the cap on cost cannot be kept`,
      hint: `Add it: prices: { '${model}': { input: …, output: … } } (USD per million tokens)`,
    }));
}
