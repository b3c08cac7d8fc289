import { InputError } from '../core/errors.ts';
import type { PriceTable } from '../providers/prices.ts';

/** With a cap on the cost, a model without a known price is an error: nothing could be counted against the cap. */
export function requirePrices(models: readonly string[], prices: PriceTable): void {
  const unpriced = models.filter(
    (model) => prices.priceOf(model, { inputTokens: 1, outputTokens: 1 }) === null,
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
