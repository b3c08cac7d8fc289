import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { PriceTable } from '../providers/prices.ts';

/**
 * With a cap on the cost, a model without a known price is an error: nothing could be counted against the cap.
 *
 * @throws InputError that names each of them.
 */
export function requirePrices(models: readonly string[], prices: PriceTable): void {
  const problems = priceProblems(models, prices);
  if (problems.length > 0) throw new InputError(problems);
}

export function priceProblems(models: readonly string[], prices: Pick<PriceTable, 'priceOf'>): Problem[] {
  return [...new Set(models)]
    .filter((model) => prices.priceOf(model, { inputTokens: 1, outputTokens: 1 }) === null)
    .map((model) => ({
      field: 'maxCost',
      message: `no price is known for ${model}, so the cap on cost cannot be kept`,
      hint: `Add it: prices: { '${model}': { input: …, output: … } } (USD per million tokens)`,
    }));
}
