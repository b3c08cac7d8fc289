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
const identity = Symbol.for('prompteval.identity');

/** Has `digestible` tell a function by a value that says all of it, instead of by its text. */
export function identifyFunction(own: (...given: never[]) => unknown, by: unknown): void {
  Object.defineProperty(own, identity, { value: by });
}

/**
 * A value that may hold more than JSON does, as JSON that changes whenever any of it does: a RegExp by its source and flags, a Map and
 * a Set by what is in them, a date and the like as they write themselves, a function by its text.
 *
 * @param around the objects that the value lies in, the outermost first: one that holds itself is told by its place among them
 */
export function digestible(value: unknown, around: readonly object[] = []): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return { [typeof value]: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
  if (around.includes(value)) return { around: around.indexOf(value) };
  const inside = (member: unknown) => digestible(member, [...around, value]);
  if (typeof value === 'function') {
    return identity in value ? { identity: inside(value[identity]) } : { function: String(value) };
  }
  if (value instanceof RegExp) return { regexp: value.source, flags: value.flags };
  if (value instanceof Map) return { map: [...value].map(inside) };
  if (value instanceof Set) return { set: [...value].map(inside) };
  if ('toJSON' in value && typeof value.toJSON === 'function') return inside(value.toJSON());
  if (Array.isArray(value)) return value.map(inside);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inside(member)]));
}

/** The first seven digits, for people. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 7);
}
