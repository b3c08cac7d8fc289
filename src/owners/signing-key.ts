import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { InputError } from '../core/errors.ts';
import { readOpenSshKey } from './openssh-key.ts';
import { bytesOf, rawPublicKey } from './public-key.ts';

export interface SigningKey {
  privateKey: KeyObject;
  /** Base64 of its 32 bytes. */
  publicKey: string;
}

/** What DER puts before the 32 bytes of an ed25519 private key (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * An ed25519 private key from PEM (PKCS8 or OpenSSH's own, without a passphrase), or from base64 of the PEM text, of its
 * PKCS8 form or of its 32 bytes.
 *
 * @param place where it comes from, for messages, which never hold a part of the key: `--sign-key`.
 * @throws InputError where it is no such key.
 */
export function readSigningKey(text: string, place: string): SigningKey {
  const written = pemOf(text) ?? text.trim();
  const privateKey = written.startsWith('-----') ? fromPem(written, place) : fromBase64(written);
  if (privateKey?.asymmetricKeyType !== 'ed25519') {
    throw new InputError({
      field: place,
      message: privateKey ? `is a key of another kind: ${privateKey.asymmetricKeyType}` : 'is no private key',
      expected: 'an ed25519 private key: PEM, or base64 of it',
      hint: 'Make one with: prompteval keygen <file>',
    });
  }
  return { privateKey, publicKey: rawPublicKey(createPublicKey(privateKey)) };
}

/** The PEM text that base64 is of, as for a variable that takes one line; `base64` breaks its output into lines all the same. */
function pemOf(base64: string): string | undefined {
  const text = Buffer.from(base64.replace(/\s+/g, ''), 'base64').toString('utf8').trim();
  return text.startsWith('-----BEGIN ') ? text : undefined;
}

function fromPem(pem: string, place: string): KeyObject | undefined {
  const seed = readOpenSshKey(pem, place);
  if (seed !== undefined) return fromSeed(seed);
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem)) {
    throw new InputError({
      field: place,
      message: 'is protected by a passphrase, which nobody could type here',
      hint: 'Decrypt it into a secret of its own, or make one with: prompteval keygen <file>',
    });
  }
  return keyOrNothing(() => createPrivateKey(pem));
}

function fromBase64(text: string): KeyObject | undefined {
  const seed = bytesOf(text, 32);
  if (seed !== undefined) return fromSeed(seed);
  const der = bytesOf(text, pkcs8Prefix.length + 32);
  return der && keyOrNothing(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

function fromSeed(seed: Buffer): KeyObject | undefined {
  const key = Buffer.concat([pkcs8Prefix, seed]);
  return keyOrNothing(() => createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

/** What Node says of a key that it can't read may quote it. */
function keyOrNothing(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
