import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const issuer = 'https://ci.example';
export const audience = 'prompteval:acme/prompts';
export const subject = 'repo:acme/prompts:environment:production';

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What the issuer publishes. */
export const jwks = {
  keys: [
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
  ],
};

export function claimsAt(now: Date, changes: object = {}): object {
  const seconds = Math.floor(now.getTime() / 1000);
  return { iss: issuer, aud: audience, sub: subject, nbf: seconds, exp: seconds + 300, ...changes };
}

/** A token, signed as its header says unless another key is given. */
export function tokenOf(
  claims: object,
  header: object = { alg: 'RS256', kid: 'rsa' },
  key: KeyObject = rsa.privateKey,
): string {
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
