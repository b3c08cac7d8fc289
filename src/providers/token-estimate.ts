import type { Usage } from '../core/completion.ts';
import type { Message, ModelParameters } from '../core/prompt.ts';

/** About what English prose needs with the common tokenizers; other scripts need more. */
const charactersPerToken = 4;

/**
 * A rough number of tokens, for plans that no model has counted yet. Whatever is built from it is an estimate
 * and has to say so (`Usage.estimated`).
 */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** Where a prompt sets no limit, an answer is taken to be this long. */
const assumedOutputTokens = 300;

/** The most that an answer may take, or about what it takes where nothing limits it. */
export function expectedOutputTokens({ maxTokens, maxCompletionTokens }: ModelParameters): number {
  return [maxTokens, maxCompletionTokens].find((limit) => typeof limit === 'number') ?? assumedOutputTokens;
}

/** What one call may use, before it is made. */
export function expectedUsage(messages: readonly Message[], parameters: ModelParameters): Usage {
  const inputTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  return { inputTokens, outputTokens: expectedOutputTokens(parameters), estimated: true };
}
