import { digestOf } from '../core/digest.ts';
import { IntegrityError } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';

/**
 * A record as it is stored: indented JSON and a line feed, so that a person can review it in a diff, with the
 * digest of its own content as `checksum`. The chain's hashes are over these bytes (`sha256sum` shows the same),
 * never over a value read from them.
 */
export function encodeRecord(record: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ ...record, checksum: digestOf(record) }, null, 2)}\n`);
}

/**
 * The record without its checksum. One that a person wrote by hand has none and can be read; the audit names it.
 *
 * @throws IntegrityError that names the key: not JSON, of a later format, or changed after it was written.
 */
export function decodeRecord(key: string, bytes: Uint8Array): JsonObject {
  return withoutChecksum(key, decodeObject(key, bytes, 'v'));
}

/** @throws IntegrityError that names the key, where the checksum is of something else. */
export function withoutChecksum(key: string, { checksum, ...record }: JsonObject): JsonObject {
  if (checksum !== undefined && checksum !== digestOf(record)) {
    throw new IntegrityError(`${key} was changed: its checksum does not fit its content`);
  }
  return record;
}

/**
 * One JSON object of a format that is known here; others are refused instead of guessed at.
 *
 * @throws IntegrityError that names the key.
 */
export function decodeObject(key: string, bytes: Uint8Array, formatField: 'v' | 'formatVersion'): JsonObject {
  const value = parseObject(key, bytes);
  const format = value[formatField];
  if (format === 1) return value;
  const found = JSON.stringify(format ?? null).slice(0, 40);
  throw new IntegrityError(
    `${key} has the format ${formatField}: ${found}, and this prompteval knows only 1. A later release may have written it`,
  );
}

/** @throws IntegrityError that names the key. */
export function parseObject(key: string, bytes: Uint8Array): JsonObject {
  const value = parse(key, bytes);
  if (isJsonObject(value)) return value;
  throw new IntegrityError(`${key} is damaged: it is not a JSON object`);
}

function parse(key: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    if (holdsBothSides(bytes))
      throw new IntegrityError(`${key} holds both sides of a merge. ${keepOneSide}`, 4);
    throw new IntegrityError(`${key} is damaged: it is not JSON in UTF-8`);
  }
}

/** What git leaves behind in a file that two branches wrote differently. */
function holdsBothSides(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

/** What to do where branches that both wrote to a registry were merged. */
export const keepOneSide =
  'Two branches wrote to this registry: keep every record of the one that was pushed first (git checkout <its branch> -- <the registry>), take out the moves that only the other has, and release again';

export const notAsWritten = 'is not as prompteval writes it: somebody else wrote or formatted it';

/** Whether the bytes are exactly what the record is stored as, white space and checksum included. */
export function isAsWritten(record: object, bytes: Uint8Array): boolean {
  return Buffer.compare(encodeRecord(record), bytes) === 0;
}
