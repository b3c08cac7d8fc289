import type { Envelope } from '../core/envelope.ts';
import { fingerprint } from './public-key.ts';
import { signBytes, verifyBytes } from './sign.ts';
import type { SigningKey } from './signing-key.ts';

/** What is signed: type and body, each with its length before it, so that neither can be read as the other. */
export function preAuthenticationEncoding(payloadType: string, body: Uint8Array): Uint8Array {
  const type = new TextEncoder().encode(payloadType);
  const parts = ['DSSEv1 ', String(type.length), ' ', type, ' ', String(body.length), ' ', body];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

export function signEnvelope(key: SigningKey, payloadType: string, body: Uint8Array): Envelope {
  const sig = signBytes(key, preAuthenticationEncoding(payloadType, body));
  return {
    payloadType,
    payload: Buffer.from(body).toString('base64'),
    signatures: [{ keyid: fingerprint(key.publicKey), sig }],
  };
}

/** Of these public keys the first one that signed the envelope; undefined where none did. */
export function signerOf(envelope: Envelope, keys: Iterable<string>): string | undefined {
  const signed = preAuthenticationEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'));
  for (const key of keys) {
    if (envelope.signatures.some(({ sig }) => verifyBytes(key, signed, sig))) return key;
  }
  return undefined;
}
