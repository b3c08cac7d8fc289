import type { FinishReason } from '../core/completion.ts';

/** Why an answer ended, by the vendor's words for it; `other` for a word that is not among them, and for none. */
export function finishReasonOf(word: unknown, known: Record<string, FinishReason>): FinishReason {
  return typeof word === 'string' && Object.hasOwn(known, word) ? (known[word] ?? 'other') : 'other';
}

/** A count of tokens; undefined where it is none. */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
