import { canonicalJson } from '../core/digest.ts';
import type { Envelope } from '../core/envelope.ts';
import { IntegrityError } from '../core/errors.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { numberedKey, signaturesFolder } from './keys.ts';
import { encodeRecord, isAsWritten, notAsWritten, parseObject, withoutChecksum } from './record-bytes.ts';
import { assertShape, hasShape, is, listOf, optional, type Shape } from './shape.ts';

/** A signature over anything else is none over a move. */
export const movePayloadType = 'application/vnd.prompteval.move+json';

/** What a signature of a move is over: its canonical JSON, which through `prevSha256` stands for every move before it. */
export function signedBytes(move: MoveRecord): Uint8Array {
  return new TextEncoder().encode(canonicalJson(move));
}

/** Keeps a move's signature beside the chain, once and for all. Its `checksum` is a field more, as DSSE allows. */
export function putSignature(
  store: Store,
  move: MoveRecord,
  envelope: Envelope,
): Promise<'created' | 'exists'> {
  return store.putIfAbsent(signatureKey(move), encodeRecord(envelope));
}

/**
 * The signature that is kept for a move, whoever made it; undefined where there is none.
 *
 * @throws IntegrityError that names the key, where it is damaged or signs something else.
 */
export async function readSignature(store: Store, move: MoveRecord): Promise<Envelope | undefined> {
  const key = signatureKey(move);
  const bytes = await store.get(key);
  if (bytes === undefined) return undefined;
  const envelope: unknown = withoutChecksum(key, parseObject(key, bytes));
  assertShape<Envelope>(key, envelope, shape);
  if (!isAsWritten(envelope, bytes)) throw new IntegrityError(`${key} ${notAsWritten}`);
  if (
    envelope.payloadType === movePayloadType &&
    Buffer.from(signedBytes(move)).toString('base64') === envelope.payload
  )
    return envelope;
  throw new IntegrityError(`${key} signs something else than the move as it stands`);
}

export function signatureKey({ prompt, alias, seq }: MoveRecord): string {
  return numberedKey(signaturesFolder(prompt, alias), seq);
}

const isSignature = hasShape<Envelope['signatures'][number]>({ keyid: optional(is.text), sig: is.name });

const shape: Shape<Envelope> = {
  payloadType: is.name,
  payload: is.name,
  signatures: (value) => listOf(isSignature)(value) && Array.isArray(value) && value.length > 0,
};
