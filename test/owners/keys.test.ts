import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { fingerprint, parsePublicKey, sshLine } from '../../src/owners/public-key.ts';
import { readSigningKey } from '../../src/owners/signing-key.ts';

/** RFC 8032, 7.1, test 1. */
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const publicBytes = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
const publicKey = publicBytes.toString('base64');

const pair = generateKeyPairSync('ed25519');
const raw = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = (key: typeof pair.privateKey, type: 'pkcs8' | 'spki') =>
  String(key.export({ format: 'pem', type }));
/** Made by ssh-keygen for these tests, and used nowhere else. */
const fixture = (name: string) => readFileSync(new URL(`../fixtures/keys/${name}`, import.meta.url), 'utf8');

describe('parsePublicKey', () => {
  it.each<[string, string, string]>([
    ['base64', publicKey, publicKey],
    ['base64 with space around it', ` ${publicKey}\n`, publicKey],
    ['URL-safe base64', publicBytes.toString('base64url'), publicKey],
    ['PEM', pem(pair.publicKey, 'spki'), raw],
    ['a line for SSH', sshLine(publicKey), publicKey],
    ['a line for SSH with a comment', `${sshLine(publicKey)} mia@acme`, publicKey],
  ])('reads %s', (_, text, expected) => {
    expect(parsePublicKey(text)).toBe(expected);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a word', 'mia'],
    ['31 bytes', publicBytes.subarray(1).toString('base64')],
    ['33 bytes', Buffer.concat([publicBytes, Buffer.from('a')]).toString('base64')],
    ['base64 with other signs in it', `${publicKey.slice(0, -2)}!=`],
    ['another kind of key', pem(rsa.publicKey, 'spki')],
    ['a private key', pem(pair.privateKey, 'pkcs8')],
    ['a line for SSH that is cut', sshLine(publicKey).slice(0, -4)],
    ['a line for SSH of another kind inside', `ssh-ed25519 ${Buffer.alloc(51).toString('base64')}`],
  ])('refuses %s', (_, text) => {
    expect(parsePublicKey(text)).toBeUndefined();
  });

  it('has the fingerprint that ssh-keygen -l shows', () => {
    const key = parsePublicKey(fixture('openssh.pub')) ?? '';
    expect(fingerprint(key)).toBe('SHA256:HqBwRMilfFcsu2+KVP17Q3mGQje1TLs8FuIGXktMtZw');
    expect(fixture('openssh.pub').startsWith(sshLine(key))).toBe(true);
  });
});

describe('readSigningKey', () => {
  /** As the command base64 prints it. */
  const inLines = (text: string) =>
    Buffer.from(text)
      .toString('base64')
      .replace(/.{1,76}/g, '$&\n');
  const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

  it.each<[string, string, string]>([
    ['PEM', pem(pair.privateKey, 'pkcs8'), raw],
    ['base64 of PKCS8', der, raw],
    ['base64 of the 32 bytes', seed.toString('base64'), publicKey],
    ["OpenSSH's own form", fixture('openssh'), parsePublicKey(fixture('openssh.pub')) ?? ''],
    ['base64 of PEM', inLines(pem(pair.privateKey, 'pkcs8')), raw],
    [
      "base64 of OpenSSH's own form",
      inLines(fixture('openssh')),
      parsePublicKey(fixture('openssh.pub')) ?? '',
    ],
  ])('reads %s', (_, text, expected) => {
    expect(readSigningKey(text, '--sign-key').publicKey).toBe(expected);
  });

  const encrypted = String(
    pair.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
  );

  it.each<[string, string, RegExp]>([
    ['a public key in PEM', pem(pair.publicKey, 'spki'), /is no private key/],
    ['nonsense', 'mia', /is no private key/],
    ['cut base64', der.slice(0, 40), /is no private key/],
    [
      'PEM with nonsense in it',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      /is no private key/,
    ],
    ['another kind', pem(rsa.privateKey, 'pkcs8'), /of another kind: rsa/],
    ['a passphrase', encrypted, /passphrase/],
    ["a passphrase in OpenSSH's form", fixture('openssh-with-passphrase'), /passphrase/],
    ['a passphrase, in base64', inLines(encrypted), /passphrase/],
    ["another kind in OpenSSH's form", fixture('openssh-ecdsa'), /OpenSSH key of another kind/],
    ["cut in OpenSSH's form", fixture('openssh').replace(/\n.*\n(?=-----END)/, '\n'), /damaged|another kind/],
  ])('refuses %s and shows nothing of it', (_, text, words) => {
    const read = () => readSigningKey(text, '--sign-key');
    expect(read).toThrow(InputError);
    expect(read).toThrow(words);
    try {
      read();
    } catch (error) {
      expect(String(error)).toContain('--sign-key');
      const lines = text.split('\n').filter((line) => line.length > 20 && !line.startsWith('---'));
      for (const line of lines) expect(String(error)).not.toContain(line.slice(0, 20));
    }
  });
});
