import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as GenaiPrices from '@pydantic/genai-prices';
import type { Usage } from '../core/completion.ts';

const packageName = '@pydantic/genai-prices';
const require = createRequire(import.meta.url);

/** Our provider's name, and what the catalog calls the same vendor. Whatever is not here is not priced from it. */
const vendors: Record<string, string> = {
  openai: 'openai',
  anthropic: 'anthropic',
  bedrock: 'aws',
  azure: 'azure',
  google: 'google',
  mistral: 'mistral',
  groq: 'groq',
  openrouter: 'openrouter',
  together: 'together',
  fireworks: 'fireworks',
  deepseek: 'deepseek',
};

let loaded: typeof GenaiPrices | undefined;

/** Half a megabyte of tables: read when the first price is asked for. Prices come with the package, never over the network. */
function catalog(): typeof GenaiPrices {
  const prices: typeof GenaiPrices = loaded ?? require(packageName);
  loaded = prices;
  return prices;
}

/** Such as `genai-prices 0.1.8`; read without loading the tables. */
export function catalogVersion(): string {
  const manifestFile = join(dirname(require.resolve(packageName)), '../package.json');
  const manifest: unknown = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return `genai-prices ${hasVersion ? manifest.version : 'unknown'}`;
}

/**
 * USD for one call at today's list price; null for what the catalog does not know.
 *
 * The catalog finds vendors by a part of their name ("my-openai-proxy" is OpenAI to it), and sums a model that has
 * no price for tokens to 0. Neither is a known price.
 */
export function catalogPrice(vendorName: string, model: string, usage: Usage): number | null {
  const providerId = Object.hasOwn(vendors, vendorName) ? vendors[vendorName] : undefined;
  if (providerId === undefined) return null;
  const known = providerId === 'aws' ? bedrockModel(model) : model;
  if (known === null) return null;
  const found = catalog().calcPrice(catalogUsage(usage), known, { providerId });
  if (found === null) return null;
  const { input_mtok: input, output_mtok: output } = found.model_price;
  if (input === undefined || (output === undefined && usage.outputTokens > 0)) return null;
  return Number.isFinite(found.total_price) ? found.total_price : null;
}

/** What inference profiles of areas outside the US begin with. */
const area = /^(?:af|apac|ap|au|ca|eu|il|in|jp|me|mx|sa|uk)\./;

/** Whether an id of Bedrock names an area, and the catalog has for it but what the model costs in the US. */
export function isPricedAsInUs(vendorName: string, model: string): boolean {
  const known = vendors[vendorName] === 'aws' ? bedrockModel(model) : null;
  if (known === null || !area.test(known)) return false;
  const found = catalog().calcPrice(catalogUsage({ inputTokens: 1, outputTokens: 1 }), known, {
    providerId: 'aws',
  });
  // Where there is a price of regions, the catalog calls the model by it: `regional.anthropic.…`.
  return found !== null && !found.model.id.startsWith('regional.');
}

/**
 * The model that an ARN names. Null for those that do not tell (prompts, an application's inference profiles), and
 * for what is not paid by the token (provisioned models).
 */
function bedrockModel(id: string): string | null {
  if (!id.startsWith('arn:')) return id;
  return /:(?:foundation-model|inference-profile)\/(.+)$/.exec(id)?.[1] ?? null;
}

function catalogUsage(usage: Usage): GenaiPrices.Usage {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cachedInputTokens ?? 0,
    cache_write_tokens: usage.cacheWriteTokens ?? 0,
  };
}
