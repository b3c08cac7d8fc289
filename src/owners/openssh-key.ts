import { InputError } from '../core/errors.ts';

const armor = /^-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----$/;
const magic = 'openssh-key-v1\0';

/**
 * The 32 secret bytes of an ed25519 key as ssh-keygen writes it (OpenSSH's PROTOCOL.key), which Node can't read.
 * undefined where the text is not of that form.
 *
 * @throws InputError for one with a passphrase or of another kind.
 */
export function readOpenSshKey(pem: string, place: string): Buffer | undefined {
  const base64 = armor.exec(pem)?.[1];
  if (base64 === undefined) return undefined;
  const refuse = (message: string) =>
    new InputError({ field: place, message, expected: 'an ed25519 key without a passphrase' });
  const file = new Fields(Buffer.from(base64, 'base64'));
  if (file.take(magic.length).toString('latin1') !== magic) throw refuse('is a damaged OpenSSH key');
  const cipher = file.field().toString('latin1');
  if (cipher !== 'none') throw refuse('is protected by a passphrase, which nobody could type here');
  file.field();
  file.field();
  file.take(4);
  file.field();
  const secret = new Fields(file.field());
  secret.take(8);
  if (secret.field().toString('latin1') !== 'ssh-ed25519') throw refuse('is an OpenSSH key of another kind');
  secret.field();
  const pair = secret.field();
  if (pair.length !== 64) throw refuse('is a damaged OpenSSH key');
  return pair.subarray(0, 32);
}

/** Reads bytes that have their length in four bytes before them; past the end there are none. */
class Fields {
  private readonly bytes: Buffer;
  private position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  take(length: number): Buffer {
    const taken = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return taken;
  }

  field(): Buffer {
    const length = this.take(4);
    return length.length === 4 ? this.take(length.readUInt32BE()) : Buffer.alloc(0);
  }
}
