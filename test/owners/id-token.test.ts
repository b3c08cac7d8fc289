import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../src/core/errors.ts';
import { subjectOfToken } from '../../src/owners/id-token.ts';
import { audience, claimsAt, ec, issuer, jwks, rsa, subject, tokenOf } from './tokens.ts';

const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const expected = { issuer, audience, now };
const es256 = { alg: 'ES256', kid: 'ec' };
const claims = (changes: object = {}) => claimsAt(now, changes);

const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const published = (key: typeof rsa.publicKey, more: object) => ({
  keys: [{ ...key.export({ format: 'jwk' }), ...more }],
});

describe('subjectOfToken', () => {
  it.each<[string, string]>([
    ['RS256', tokenOf(claims())],
    ['ES256', tokenOf(claims(), es256, ec.privateKey)],
    ['no key id', tokenOf(claims(), { alg: 'RS256' })],
    ['several audiences', tokenOf(claims({ aud: ['other', audience] }))],
    ['no nbf', tokenOf(claims({ nbf: undefined }))],
    ['a clock that is half a minute behind', tokenOf(claims({ nbf: seconds + 30, exp: seconds + 330 }))],
    ['a clock that is half a minute ahead', tokenOf(claims({ exp: seconds - 30 }))],
    ['a line feed at its end', `${tokenOf(claims())}\n`],
  ])('takes %s', (_, token) => {
    expect(subjectOfToken(token, jwks, expected)).toBe(subject);
  });

  const valid = tokenOf(claims());
  const [head = '', body = '', signature = ''] = valid.split('.');
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const rsaPem = String(rsa.publicKey.export({ format: 'pem', type: 'spki' }));
  const hmacHead = encoded({ alg: 'HS256', kid: 'rsa' });
  const hmac = createHmac('sha256', rsaPem).update(`${hmacHead}.${body}`).digest('base64url');

  it.each<[string, string, RegExp]>([
    ['nothing', '', /is no JSON Web Token/],
    ['two parts', `${head}.${body}`, /is no JSON Web Token/],
    ['five parts', `${valid}.a.b`, /is no JSON Web Token/],
    ['parts that are no JSON', 'a.b.c', /is no JSON Web Token/],
    ['a list as claims', `${head}.${encoded([])}.${signature}`, /is no JSON Web Token/],
    ['no signature', `${head}.${body}.`, /signature that does not fit/],
    ['alg none', `${encoded({ alg: 'none' })}.${body}.`, /only RS256 and ES256/],
    ['the public key as a shared secret', `${hmacHead}.${body}.${hmac}`, /only RS256 and ES256/],
    ['a name of Object.prototype as alg', tokenOf(claims(), { alg: 'constructor' }), /only RS256 and ES256/],
    ['critical headers', tokenOf(claims(), { alg: 'RS256', kid: 'rsa', crit: ['b64'] }), /critical/],
    ['changed claims', `${head}.${encoded(claims({ sub: 'repo:eve' }))}.${signature}`, /does not fit/],
    [
      'another key under the same id',
      tokenOf(claims(), { alg: 'RS256', kid: 'rsa' }, other.privateKey),
      /does not fit/,
    ],
    ['an unknown key', tokenOf(claims(), { alg: 'RS256', kid: 'old' }), /does not publish/],
    ['the key of another algorithm', tokenOf(claims(), { alg: 'ES256', kid: 'rsa' }), /does not publish/],
    ['another issuer', tokenOf(claims({ iss: `${issuer}/` })), /another issuer/],
    ['another audience', tokenOf(claims({ aud: 'other' })), /another audience/],
    ['no audience', tokenOf(claims({ aud: undefined })), /another audience/],
    ['an end in the past', tokenOf(claims({ exp: seconds - 61 })), /has expired/],
    ['no end', tokenOf(claims({ exp: undefined })), /has expired/],
    ['an end that is a text', tokenOf(claims({ exp: String(seconds + 300) })), /has expired/],
    ['a beginning in the future', tokenOf(claims({ nbf: seconds + 61 })), /not valid yet/],
    ['no subject', tokenOf(claims({ sub: undefined })), /no subject/],
    ['an empty subject', tokenOf(claims({ sub: '' })), /no subject/],
  ])('refuses %s and shows nothing of the token', (_, token, words) => {
    const read = () => subjectOfToken(token, jwks, expected);
    expect(read).toThrow(RefusedError);
    expect(read).toThrow(words);
    for (const part of token.split('.').filter((text) => text.length > 20)) {
      expect(read).not.toThrow(part.slice(0, 20));
    }
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['keys that are no list', { keys: {} }],
    ['no keys', { keys: [] }],
    ['nonsense among the keys', { keys: [null, 'a', {}, { kty: 'RSA', kid: 'rsa' }] }],
    ['a key for encryption', published(rsa.publicKey, { kid: 'rsa', use: 'enc' })],
    ['a key for another algorithm', published(rsa.publicKey, { kid: 'rsa', alg: 'PS256' })],
    ['a shared secret', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'rsa' }] }],
  ])('refuses every token where the issuer publishes %s', (_, keys) => {
    expect(() => subjectOfToken(valid, keys, expected)).toThrow(/does not publish/);
  });

  it.each<[string, string, unknown]>([
    [
      'an RSA key of 1024 bits',
      tokenOf(claims(), { alg: 'RS256' }, weak.privateKey),
      published(weak.publicKey, {}),
    ],
    ['another curve', tokenOf(claims(), { alg: 'ES256' }, p384.privateKey), published(p384.publicKey, {})],
  ])('refuses %s', (_, token, keys) => {
    expect(() => subjectOfToken(token, keys, expected)).toThrow(/does not publish/);
  });
});
