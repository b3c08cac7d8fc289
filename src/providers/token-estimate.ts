/** About what English prose needs with the common tokenizers; other scripts need more. */
const charactersPerToken = 4;

/**
 * A rough number of tokens, for plans that no model has counted yet. Whatever is built from it is an estimate
 * and has to say so (`Usage.estimated`).
 */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
