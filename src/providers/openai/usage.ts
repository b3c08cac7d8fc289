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
  const outputTokens = tokenCount(usage[names.output]);
  if (inputTokens === undefined || outputTokens === undefined) return null;
  if (inputTokens === 0 && outputTokens === 0) return null;
  const input = detailsOf(usage[`${names.input}_details`]);
  const output = detailsOf(usage[`${names.output}_details`]);
  const cachedInputTokens = tokenCount(input.cached_tokens);
  const cacheWriteTokens = tokenCount(input.cache_write_tokens);
  const reasoningTokens = tokenCount(output.reasoning_tokens);
  return {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(reasoningTokens === undefined ? {} : { reasoningTokens }),
  };
}

function detailsOf(details: unknown): Record<string, unknown> {
  return isJsonObject(details) ? details : {};
}
