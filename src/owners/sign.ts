import { sign, verify } from 'node:crypto';
import type { Signature, SignaturePurpose } from '../core/identity.ts';
import { bytesOf, publicKeyObject } from './public-key.ts';
import type { SigningKey } from './signing-key.ts';

/** Signs a digest for one purpose. */
export function signDigest(key: SigningKey, purpose: SignaturePurpose, digest: string): Signature {
  return { key: key.publicKey, signature: signBytes(key, textFor(purpose, digest)) };
}

/** Whether this key signed this digest for this purpose. Never throws. */
export function verifySignature(
  publicKey: string,
  purpose: SignaturePurpose,
  digest: string,
  signature: string,
): boolean {
  return verifyBytes(publicKey, textFor(purpose, digest), signature);
}

/** What is signed says what it is for, so that no signature can be used as another. */
function textFor(purpose: SignaturePurpose, digest: string): Uint8Array {
  return new TextEncoder().encode(`prompteval ${purpose} v1\n${digest}`);
}

/** @returns base64 */
export function signBytes(key: SigningKey, bytes: Uint8Array): string {
  return sign(null, bytes, key.privateKey).toString('base64');
}

/** @param publicKey base64 of 32 bytes @param signature base64 of 64 bytes */
export function verifyBytes(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const key = bytesOf(publicKey, 32);
  const made = bytesOf(signature, 64);
  if (key === undefined || made === undefined) return false;
  try {
    return verify(null, bytes, publicKeyObject(publicKey), made);
  } catch {
    return false;
  }
}
