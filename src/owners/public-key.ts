import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** What DER puts before the 32 bytes of an ed25519 public key (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const sshType = 'ssh-ed25519';
/** The same in SSH's form (RFC 8709): the type and the key, each with its length in four bytes before it. */
const sshPrefix = Buffer.from(`\0\0\0\x0b${sshType}\0\0\0\x20`);

/**
 * An ed25519 public key as base64 of its 32 bytes, from that, from PEM, or from a line as ssh-keygen writes it.
 * undefined for anything else.
 */
export function parsePublicKey(text: string): string | undefined {
  const written = text.trim();
  if (written.startsWith('-----')) return fromPem(written);
  if (written.startsWith(`${sshType} `)) return fromSshLine(written);
  return bytesOf(written, 32)?.toString('base64');
}

/** Where a public key belongs, somebody may have put the private one. */
export function isPrivateKey(text: string): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
}

function fromPem(pem: string): string | undefined {
  // Node would make a public key of a private one, and let the private one stay where it must not be.
  if (isPrivateKey(pem)) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? rawPublicKey(key) : undefined;
  } catch {
    return undefined;
  }
}

function fromSshLine(line: string): string | undefined {
  const blob = Buffer.from(line.split(/\s+/)[1] ?? '', 'base64');
  const raw = blob.subarray(sshPrefix.length);
  const isWhole = raw.length === 32 && blob.subarray(0, sshPrefix.length).equals(sshPrefix);
  return isWhole ? raw.toString('base64') : undefined;
}

/** The bytes of base64 text (plain or URL-safe) that must be of this length; undefined where they are not. */
export function bytesOf(base64: string, length: number): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === length ? bytes : undefined;
}

/** Base64 of the 32 bytes of a public key. */
export function rawPublicKey(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).subarray(spkiPrefix.length).toString('base64');
}

/** @param key base64 of 32 bytes */
export function publicKeyObject(key: string): KeyObject {
  const der = Buffer.concat([spkiPrefix, Buffer.from(key, 'base64')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** `SHA256:…`, as `ssh-keygen -l` shows the same key. */
export function fingerprint(key: string): string {
  const digest = createHash('sha256').update(sshBlob(key)).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** A public key as a line for OWNERS.yml or an authorized_keys file. */
export function sshLine(key: string): string {
  return `${sshType} ${sshBlob(key).toString('base64')}`;
}

function sshBlob(key: string): Buffer {
  return Buffer.concat([sshPrefix, Buffer.from(key, 'base64')]);
}
