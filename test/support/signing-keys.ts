import { generateKeyPairSync } from 'node:crypto';
import { readSigningKey, type SigningKey } from '../../src/owners/signing-key.ts';

/** A key that nobody else has. */
export function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return readSigningKey(String(privateKey.export({ format: 'pem', type: 'pkcs8' })), 'test');
}
