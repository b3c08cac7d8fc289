import type { Usage } from '../core/completion.ts';
import { ProviderError } from '../core/errors.ts';
import { decodeVector } from '../core/vector.ts';
import { estimateTokens } from './token-estimate.ts';

/**
 * The vector that a server sent: a list of numbers, or base64 of 32-bit floats, which some send unasked.
 *
 * @param of whose answer it is, for the message.
 * @throws ProviderError `unreadable-reply` (scope `trial`) where it is none of the two, is empty or holds what is no finite number.
 */
export function readVector(value: unknown, of: string): number[] {
  if (typeof value === 'string') {
    const decoded = decodeVector(value);
    if (decoded !== undefined) return [...decoded];
    throw badEmbedding(of, 'the embedding is no base64 of finite numbers', 'trial');
  }
  if (!Array.isArray(value)) throw badEmbedding(of, 'there is no embedding in it', 'trial');
  const vector = value.filter((number): number is number => typeof number === 'number' && isFinite32(number));
  if (value.length === 0) throw badEmbedding(of, 'the embedding is empty', 'trial');
  if (vector.length < value.length) {
    const what = value.every(Number.isFinite) ? 'a number beyond 3.4e38' : 'what is no finite number';
    throw badEmbedding(of, `the embedding holds ${what}`, 'trial');
  }
  return vector;
}

/** @param scope as `badReply` has it. */
export function badEmbedding(of: string, what: string, scope: 'attempt' | 'trial'): ProviderError {
  const code = scope === 'trial' ? 'unreadable-reply' : 'bad-reply';
  return new ProviderError(`${of} did not answer as it should: ${what}`, { code, scope });
}

/** By the server's count; a text of no tokens does not exist, so that is a missing count, and estimated. */
export function embeddingUsage(tokens: unknown, text: string): Usage {
  const isCount = typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens > 0;
  if (isCount) return { inputTokens: tokens, outputTokens: 0 };
  return { inputTokens: estimateTokens(text), outputTokens: 0, estimated: true };
}

/** Vectors are kept as 32-bit floats. */
function isFinite32(number: number): boolean {
  return Number.isFinite(Math.fround(number));
}
