import { describe, expect, it } from 'vitest';
import { preAuthenticationEncoding, signEnvelope, signerOf } from '../../src/owners/dsse.ts';
import { signBytes, signDigest, verifyBytes, verifySignature } from '../../src/owners/sign.ts';
import { readSigningKey } from '../../src/owners/signing-key.ts';
import { newKey } from '../support/signing-keys.ts';

const mia = newKey();
const ana = newKey();
const digest = `sha256:${'1'.repeat(64)}`;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (words: string) => new TextEncoder().encode(words);

describe('ed25519', () => {
  it.each([
    // RFC 8032, 7.1, tests 1 and 2.
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('signs as RFC 8032 does: %s', (seed, message, signature) => {
    const key = readSigningKey(Buffer.from(seed, 'hex').toString('base64'), 'test');
    const signed = signBytes(key, Buffer.from(message, 'hex'));
    expect(Buffer.from(signed, 'base64').toString('hex')).toBe(signature);
    expect(verifyBytes(key.publicKey, Buffer.from(message, 'hex'), signed)).toBe(true);
  });
});

describe('signDigest', () => {
  it('holds for this key, purpose and digest, and for nothing else', () => {
    const { key, signature } = signDigest(mia, 'approval', digest);
    expect(key).toBe(mia.publicKey);
    expect(verifySignature(key, 'approval', digest, signature)).toBe(true);
    expect(verifySignature(ana.publicKey, 'approval', digest, signature)).toBe(false);
    expect(verifySignature(key, 'override', digest, signature)).toBe(false);
    expect(verifySignature(key, 'approval', digest.replace('1', '2'), signature)).toBe(false);
  });

  it.each(['', 'mia', 'A'.repeat(88), '=', Buffer.alloc(63).toString('base64')])(
    'takes %j for no signature and does not throw',
    (signature) => {
      expect(verifySignature(mia.publicKey, 'approval', digest, signature)).toBe(false);
      expect(verifySignature(signature, 'approval', digest, Buffer.alloc(64).toString('base64'))).toBe(false);
    },
  );

  it('signs the purpose with the digest', () => {
    const { signature } = signDigest(mia, 'approval', digest);
    expect(verifyBytes(mia.publicKey, bytes(`prompteval approval v1\n${digest}`), signature)).toBe(true);
  });
});

describe('DSSE', () => {
  it.each([
    // The example of the specification's protocol.md.
    [
      'http://example.com/HelloWorld',
      'hello world',
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    ],
    ['', '', 'DSSEv1 0  0 '],
    // Lengths are of bytes, not of characters.
    ['ä', '€', 'DSSEv1 2 ä 3 €'],
  ])('encodes %j and %j', (type, body, expected) => {
    expect(text(preAuthenticationEncoding(type, bytes(body)))).toBe(expected);
  });

  it('signs that encoding', () => {
    const envelope = signEnvelope(mia, 'a/b', bytes('hello'));
    expect(envelope).toMatchObject({ payloadType: 'a/b', payload: 'aGVsbG8=' });
    const [signature] = envelope.signatures;
    expect(verifyBytes(mia.publicKey, bytes('DSSEv1 3 a/b 5 hello'), signature?.sig ?? '')).toBe(true);
  });

  it('names the key that signed', () => {
    const envelope = signEnvelope(mia, 'a/b', bytes('hello'));
    expect(signerOf(envelope, [ana.publicKey, mia.publicKey])).toBe(mia.publicKey);
    expect(signerOf(envelope, [ana.publicKey])).toBeUndefined();
    expect(signerOf(envelope, [])).toBeUndefined();
  });

  it('holds for this type and payload only, and does not trust the key id', () => {
    const envelope = signEnvelope(mia, 'a/b', bytes('hello'));
    const keys = [mia.publicKey];
    expect(signerOf({ ...envelope, payloadType: 'a/c' }, keys)).toBeUndefined();
    expect(signerOf({ ...envelope, payload: 'aGVsbG9v' }, keys)).toBeUndefined();
    const byAna = signEnvelope(ana, 'a/b', bytes('hello'));
    const keyid = envelope.signatures[0]?.keyid ?? '';
    const posing = byAna.signatures.map(({ sig }) => ({ keyid, sig }));
    expect(signerOf({ ...byAna, signatures: posing }, keys)).toBeUndefined();
    expect(signerOf({ ...byAna, signatures: [...posing, ...envelope.signatures] }, keys)).toBe(mia.publicKey);
  });
});
