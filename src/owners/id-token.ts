import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { RefusedError } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';

export interface ExpectedToken {
  issuer: string;
  audience: string;
  now: Date;
}

/** Clocks of two machines differ a little. */
const leewaySeconds = 60;

/** The signatures that CI's issuers make. Neither `none` nor a shared secret can ever be among them. */
const algorithms: Record<string, { fits(key: KeyObject): boolean; dsaEncoding: 'ieee-p1363' | 'der' }> = {
  RS256: { fits: isStrongRsa, dsaEncoding: 'der' },
  ES256: { fits: isP256, dsaEncoding: 'ieee-p1363' },
};

/**
 * The subject of an OpenID Connect token whose signature, issuer, audience and time hold (RFC 7519, OpenID Connect
 * Core 3.1.3.7). Messages never hold a part of the token.
 *
 * @param jwks the issuer's public keys, as RFC 7517 writes them.
 * @throws RefusedError that says which of these does not.
 */
export function subjectOfToken(token: string, jwks: unknown, expected: ExpectedToken): string {
  const [head, body, signature, ...more] = token.trim().split('.');
  const header = decodePart(head);
  const claims = decodePart(body);
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
    throw refuse('is no JSON Web Token');
  }
  const algorithm = Object.hasOwn(algorithms, String(header.alg))
    ? algorithms[String(header.alg)]
    : undefined;
  if (algorithm === undefined) throw refuse('is signed in a way that is not taken: only RS256 and ES256 are');
  if (header.crit !== undefined) throw refuse('has critical headers, of which none is understood');
  const signed = Buffer.from(`${head}.${body}`);
  const made = Buffer.from(signature, 'base64url');
  const keys = keysFor(jwks, header).filter(algorithm.fits);
  if (keys.length === 0) throw refuse('is signed with a key that the issuer does not publish');
  const { dsaEncoding } = algorithm;
  if (!keys.some((key) => verify('sha256', signed, { key, dsaEncoding }, made))) {
    throw refuse('has a signature that does not fit');
  }
  return checkedSubject(claims, expected);
}

function checkedSubject(claims: JsonObject, { issuer, audience, now }: ExpectedToken): string {
  const { iss, aud, exp, nbf, sub } = claims;
  const seconds = now.getTime() / 1000;
  if (iss !== issuer) throw refuse('comes from another issuer than the config names');
  if (![aud].flat().includes(audience)) throw refuse('was made for another audience than the config names');
  if (typeof exp !== 'number' || exp <= seconds - leewaySeconds) throw refuse('has expired');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= seconds + leewaySeconds)) {
    throw refuse('is not valid yet');
  }
  if (typeof sub !== 'string' || sub === '') throw refuse('names no subject');
  return sub;
}

function refuse(why: string): RefusedError {
  return new RefusedError(`CI's identity was not taken: its token ${why}`, 2);
}

function decodePart(part: string | undefined): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the token names its key, only that one. */
function keysFor(jwks: unknown, { kid, alg }: JsonObject): KeyObject[] {
  const listed: unknown = isJsonObject(jwks) ? jwks.keys : undefined;
  const published: unknown[] = Array.isArray(listed) ? listed : [];
  return published.filter(isJsonObject).flatMap((jwk) => {
    const isOther =
      (kid !== undefined && jwk.kid !== kid) ||
      (jwk.alg !== undefined && jwk.alg !== alg) ||
      (jwk.use !== undefined && jwk.use !== 'sig');
    return isOther ? [] : keyOf(jwk);
  });
}

function keyOf(jwk: JsonObject): KeyObject[] {
  try {
    return [createPublicKey({ key: jwk, format: 'jwk' })];
  } catch {
    return [];
  }
}

function isStrongRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}
