import { IntegrityError } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';

/**
 * A record as it is stored: indented JSON and a line feed, so that a person can review it in a diff. Whatever
 * hashes a record hashes these bytes (`sha256sum` shows the same), never a value read from them.
 */
export function encodeRecord(record: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`);
}

/** @throws IntegrityError that names the key, where the bytes are not one JSON object. */
export function decodeRecord(key: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new IntegrityError(`${key} is damaged: it is not JSON in UTF-8`);
  }
  if (!isJsonObject(value)) throw new IntegrityError(`${key} is damaged: it is not a JSON object`);
  return value;
}

/** Refuses records of a later format instead of guessing what they mean. */
export function requireFormat(key: string, record: JsonObject, field: 'v' | 'formatVersion'): void {
  if (record[field] === 1) return;
  const found = JSON.stringify(record[field] ?? null).slice(0, 40);
  throw new IntegrityError(
    `${key} has the format ${field}: ${found}, and this prompteval knows only 1. A later release may have written it`,
  );
}
