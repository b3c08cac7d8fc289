import type { FinishReason } from '../core/completion.ts';
import { type FailureScope, ProviderError } from '../core/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { TransportError } from './transport-error.ts';

/** Why an answer ended, by the vendor's words for it; `other` for a word that is not among them, and for none. */
export function finishReasonOf(word: unknown, known: Record<string, FinishReason>): FinishReason {
  return typeof word === 'string' && Object.hasOwn(known, word) ? (known[word] ?? 'other') : 'other';
}

/** A count of tokens; undefined where it is none. */
export function tokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * A 200 that can't be read.
 *
 * @param scope `trial` for a reply of the API (`unreadable-reply`): it was paid for, so it is not asked for again. `attempt` for
 *   what is none (`bad-reply`), such as a gateway's page while the server behind it starts.
 */
export function badReply(api: string, what: string, scope: Exclude<FailureScope, 'run'>): ProviderError {
  const message = `the server does not answer as ${api} does: ${what}`;
  return new ProviderError(message, { code: scope === 'trial' ? 'unreadable-reply' : 'bad-reply', scope });
}

/** Whether JSON that has not the API's form is an answer all the same: what counts its tokens was paid for. */
export function isCounted({ usage }: JsonObject): boolean {
  return isJsonObject(usage);
}

/** The error that a 200 holds instead of an answer, as gateways write it, and servers whose model is still loading. */
export function errorInstead(reply: JsonObject): Json | undefined {
  const { error, object, type, message, detail } = reply;
  if (isJsonObject(error) || (typeof error === 'string' && error !== '')) return error;
  const isCalledSo = object === 'error' || type === 'error';
  return isCalledSo || [message, detail].some((value) => typeof value === 'string') ? reply : undefined;
}

/** The status that the code of such an error is; undefined for words, and for numbers that are none. */
export function statusIn(code: unknown): number | undefined {
  const number = typeof code === 'string' && /^\d+$/.test(code) ? Number(code) : code;
  return typeof number === 'number' && number >= 400 && number < 600 ? number : undefined;
}

/** @throws TransportError that says what came instead of JSON; not its words, which may hold a key. What was paid for is `unreadable`. */
export function parseReply(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (isWhole(text)) {
      throw new TransportError(
        'unreadable',
        `the answer is no valid JSON${hasNaN(text) ? ': NaN is none' : ''}`,
      );
    }
    const isPage = /^\s*<(?:!doctype|html|head|body)\b/i.test(text);
    const what = text.trim() === '' ? 'empty' : isPage ? 'a web page' : 'no JSON';
    throw new TransportError('bad-reply', `the answer is ${what}`);
  }
}

/** Whether a text that is no JSON is an answer of a model all the same, to its end. */
function isWhole(text: string): boolean {
  const trimmed = text.trim();
  const hasEnds = trimmed.startsWith('{') && trimmed.endsWith('}');
  return hasEnds && /"(?:usage|choices|output|content|data|embeddings?)"\s*:/.test(trimmed);
}

/** As Python's `json` writes numbers that JSON does not have. */
function hasNaN(text: string): boolean {
  return /[:,[]\s*-?(?:NaN|Infinity)\s*[,}\]]/.test(text);
}
