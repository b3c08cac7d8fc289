import { InputError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { PriceTable } from '../providers/prices.ts';

/** With a cap on the cost, a model without a known price is an error: nothing could be counted against the cap. */
export function requirePrices(
  models: readonly string[],
  prices: PriceTable,
  evaluators: readonly Evaluator[],
): void {
  const embeddings = evaluators.flatMap((evaluator) => evaluator.embeddings ?? []);
  const unpriced = models.filter(
    (model) =>
      // A vector costs its input alone, and its model has no price for output.
      prices.priceOf(model, { inputTokens: 1, outputTokens: embeddings.includes(model) ? 0 : 1 }) === null,
  );
  if (unpriced.length === 0) return;
  throw new InputError(
    unpriced.map((model) => ({
      field: 'maxCost',
      message: `no price is known for ${model}, so the cap on cost cannot be kept`,
      hint: `Add it: prices: { '${model}': { input: …, output: … } } (USD per million tokens)`,
    })),
  );
}
