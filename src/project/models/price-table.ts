import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import type { ProviderConfig } from '../../config/user-config.ts';
import { createPriceTable, type PriceTable } from '../../providers/prices.ts';

/** What calls cost: by the config's own prices, then by the catalog's for the vendor that a provider's name or type says. */
export function priceTable(config: Pick<ResolvedConfig, 'prices' | 'providers'>): PriceTable {
  const vendors = Object.entries(config.providers).flatMap(([name, entry]) => {
    const vendor = entry === undefined || isProviderDefinition(entry) ? undefined : vendorOf(name, entry);
    return vendor === undefined ? [] : [[name, vendor] as const];
  });
  return createPriceTable(config.prices, new Map(vendors));
}

/** Where these two answer themselves. */
const ownHosts: Record<string, string> = { openai: 'api.openai.com', anthropic: 'api.anthropic.com' };

/**
 * Whose price list counts for a provider with a name of its own. A Bedrock or an Azure endpoint, whatever its address, is paid by
 * theirs. What merely speaks OpenAI's or Anthropic's protocol at another address (vLLM, a gateway) is not, even for a model
 * of the same name: there the price is unknown until the config gives it.
 */
function vendorOf(name: string, { type, baseURL }: ProviderConfig): string | undefined {
  if (type === undefined || type === name) return undefined;
  if (type === 'bedrock' || type === 'azure') return type;
  const ownHost = ownHosts[type];
  if (ownHost === undefined) return undefined;
  return baseURL === undefined || hostOf(baseURL) === ownHost ? type : undefined;
}

/** null for what is no address, which is reported where the provider is made. */
function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : null;
}
