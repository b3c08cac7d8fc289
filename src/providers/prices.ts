import type { Usage } from '../core/completion.ts';
import type { ModelPrice } from '../core/provider.ts';
import { roundUsd } from '../core/round-usd.ts';
import { catalogPrice, catalogVersion, isPricedAsInUs } from './price-catalog.ts';

export interface PriceTable {
  /** Where prices come from, for the run: `config, genai-prices 0.1.8`. */
  source: string;
  /** USD for one call of `provider/model`; null where the usage or the price is not known, never 0 for that. */
  priceOf(model: string, usage: Usage | null): number | null;
  /** Whether `provider/model` is of an area that has prices of its own, and has only that of the US here. */
  isPricedAsInUs(model: string): boolean;
}

/**
 * @param overrides the config's `prices`, by `provider/model`. They go before the catalog's.
 * @param vendors whose price list counts for providers with a name of their own; any other is its own name's.
 */
export function createPriceTable(
  overrides: Readonly<Record<string, ModelPrice>>,
  vendors: ReadonlyMap<string, string> = new Map(),
): PriceTable {
  const hasOverrides = Object.keys(overrides).length > 0;
  const vendorOf = (provider: string) => vendors.get(provider) ?? provider;
  return {
    source: `${hasOverrides ? 'config, ' : ''}${catalogVersion()}`,
    priceOf(model, usage) {
      if (usage === null) return null;
      const consistent = withinInput(usage);
      const own = Object.hasOwn(overrides, model) ? overrides[model] : undefined;
      if (own !== undefined) return priceBy(own, consistent);
      const slash = model.indexOf('/');
      if (slash < 1) return null;
      const provider = model.slice(0, slash);
      return catalogPrice(vendorOf(provider), model.slice(slash + 1), consistent);
    },
    isPricedAsInUs(model) {
      if (Object.hasOwn(overrides, model)) return false;
      const slash = model.indexOf('/');
      return isPricedAsInUs(vendorOf(model.slice(0, slash)), model.slice(slash + 1));
    },
  };
}

const perMillion = 1_000_000;

/** Cached and cache-written tokens are part of the input; what remains of it costs the plain price. */
function priceBy(price: ModelPrice, usage: Usage): number {
  const { cachedInputTokens: cached = 0, cacheWriteTokens: written = 0 } = usage;
  const plain = usage.inputTokens - cached - written;
  const { input, output, cachedInput = input, cacheWrite = input } = price;
  const sum = plain * input + cached * cachedInput + written * cacheWrite + usage.outputTokens * output;
  return roundUsd(sum / perMillion);
}

/** A server that counts cached tokens beside the input, not in it, would make the rest negative. */
function withinInput(usage: Usage): Usage {
  const cachedInputTokens = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const cacheWriteTokens = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - cachedInputTokens);
  const { outputTokens, inputTokens } = usage;
  return { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens };
}
