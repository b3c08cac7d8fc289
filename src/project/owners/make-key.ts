import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { InputError } from '../../core/errors.ts';
import { rawPublicKey } from '../../owners/public-key.ts';

/**
 * Makes a key pair and writes the private key into a new file that only its owner may read.
 *
 * @returns the public key: base64 of 32 bytes.
 * @throws InputError where the file is there already or can't be written.
 */
export async function makeKeyFile(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  // wx: a key that is overwritten is lost, and with it what it stood for.
  await writeFile(file, pem, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    const message =
      error.code === 'EEXIST' ? 'exists, and no key is overwritten' : `can not be written (${error.code})`;
    throw new InputError({ file, message, expected: 'the name of a new file in a folder that exists' });
  });
  return rawPublicKey(publicKey);
}
