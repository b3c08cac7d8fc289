import type { FinishReason, Usage } from '../core/completion.ts';
import type { ModelReply } from '../core/provider.ts';

/** The words of such an answer may be the API's own, which no model wrote. */
const unwritten: readonly FinishReason[] = ['refusal', 'content-filter'];

/** The usage that a provider reports, or null where it counts nothing: a text of no tokens does not exist. */
export function reportedUsage({
  usage,
  text,
  finishReason,
}: Pick<ModelReply, 'usage' | 'text' | 'finishReason'>): Usage | null {
  const isCounted = usage?.outputTokens !== 0 || text === '' || unwritten.includes(finishReason);
  return isCounted ? usage : null;
}
