import type { Usage } from '../../core/completion.ts';
import { isJsonObject } from '../../core/json.ts';
import { tokenCount } from '../read-reply.ts';

/** What the two APIs call the same counts. */
export interface UsageNames {
  input: string;
  output: string;
}

/** Null where nothing usable is reported. A call of zero tokens does not exist: such a count is a missing one. */
export function usageOf(usage: unknown, names: UsageNames): Usage | null {
  if (!isJsonObject(usage)) return null;
  const inputTokens = tokenCount(usage[names.input]);
  const written = tokenCount(usage[names.output]);
  if (inputTokens === undefined || written === undefined) return null;
  if (inputTokens === 0 && written === 0) return null;
  const input = detailsOf(usage[`${names.input}_details`]);
  const output = detailsOf(usage[`${names.output}_details`]);
  // The other two names are DeepSeek's and Moonshot's.
  const cached = input.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
  const cachedInputTokens = tokenCount(cached);
  const cacheWriteTokens = tokenCount(input.cache_write_tokens);
  const reasoningTokens = tokenCount(output.reasoning_tokens);
  // xAI counts reasoning beside the output, and is paid for it as output; the total tells.
  const beside = usage.total_tokens === inputTokens + written + (reasoningTokens ?? 0) ? reasoningTokens : 0;
  return {
    inputTokens,
    outputTokens: written + (beside ?? 0),
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
}

function detailsOf(details: unknown): Record<string, unknown> {
  return isJsonObject(details) ? details : {};
}
