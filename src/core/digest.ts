import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

// Apart from the digest, because the client runs where there is no node:crypto.
export { canonicalJson };

/** `sha256:` and 64 hexadecimal digits. */
export function digestBytes(bytes: Uint8Array | string): string {
  return `sha256:${hash('sha256', bytes, 'hex')}`;
}

/** The digest of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return digestBytes(canonicalJson(value));
}

/** Of every copy of this package that a process has: a config may bring its own. */
const namedOnly = Symbol.for('prompteval.named-only');

/** Leaves a function's text out of what `digestible` makes of it. */
export function nameFunctionOnly(own: (...given: never[]) => unknown): void {
  Object.defineProperty(own, namedOnly, { value: true });
}

/**
 * A value that may hold regular expressions and functions, as JSON that changes whenever one of them does:
 * a RegExp by its source and flags, a function by its text.
 */
export function digestible(value: unknown): unknown {
  if (value instanceof RegExp) return { regexp: value.source, flags: value.flags };
  if (typeof value === 'function') return { function: namedOnly in value ? '' : String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (Array.isArray(value)) return value.map(digestible);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, digestible(member)]));
  }
  return value;
}

/** The first seven digits, for people. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 7);
}
