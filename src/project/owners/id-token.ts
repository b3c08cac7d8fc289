import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { IdentityConfig } from '../../config/user-config.ts';
import { InputError, RefusedError } from '../../core/errors.ts';
import { subjectOfToken } from '../../owners/id-token.ts';
import type { Project } from '../opening/open-project.ts';

/**
 * The subject of CI's OpenID Connect token, such as `repo:acme/prompts:ref:refs/heads/main`. null where the config has
 * no `identity`, or where no token is at hand; only with both is any server asked.
 *
 * @throws RefusedError where the token does not hold, or where it or the issuer's keys can't be had.
 */
export async function findSubject({ config }: Pick<Project, 'config'>): Promise<string | null> {
  const { identity } = config;
  if (identity === null) return null;
  const token = await findToken(identity.audience);
  if (token === null) return null;
  const jwks = await readKeys(identity, config.root, config.file);
  return subjectOfToken(token, jwks, { ...identity, now: new Date() });
}

/** From the variable that any CI can fill, or from GitHub, which makes one where the job has `id-token: write`. */
async function findToken(audience: string): Promise<string | null> {
  const { PROMPTEVAL_ID_TOKEN, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN } = process.env;
  if (PROMPTEVAL_ID_TOKEN) return PROMPTEVAL_ID_TOKEN;
  if (!ACTIONS_ID_TOKEN_REQUEST_URL || !ACTIONS_ID_TOKEN_REQUEST_TOKEN) return null;
  const what = "GitHub's token (ACTIONS_ID_TOKEN_REQUEST_URL)";
  const url = addressOf(ACTIONS_ID_TOKEN_REQUEST_URL);
  if (url === null) throw refuse(what, 'is no https:// address');
  url.searchParams.set('audience', audience);
  const reply = await fetchJson(url, what, { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` });
  const value: unknown = Object.getOwnPropertyDescriptor(Object(reply), 'value')?.value;
  if (typeof value === 'string') return value;
  throw refuse(what, 'is not in the reply');
}

async function readKeys({ jwks }: IdentityConfig, root: string, file: string): Promise<unknown> {
  const url = addressOf(jwks);
  if (url !== null) return fetchJson(url, `the issuer's keys at ${url.host}`);
  const refuseConfig = (message: string) =>
    new InputError({
      file: relative(process.cwd(), file),
      field: 'identity.jwks',
      message,
      expected: "an https:// address, or a file with the issuer's public keys",
    });
  if (/^[a-z]+:\/\//i.test(jwks)) throw refuseConfig('is no https:// address');
  const text = await readFile(resolve(root, jwks), 'utf8').catch(() => {
    throw refuseConfig(`there is no file ${jwks}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw refuseConfig(`${jwks} is not JSON`);
  }
}

/** Whoever could change the reply on its way could be anybody; this machine alone may do without TLS. */
function addressOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url : null;
}

const timeoutMs = 10_000;

/** The error never quotes what was sent or came back: either may hold a token. */
async function fetchJson(url: URL, what: string, headers: Record<string, string> = {}): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, { headers, signal, redirect: 'error' }).catch(() => null);
  if (response === null) throw refuse(what, `did not come within ${timeoutMs / 1000} s`);
  if (!response.ok) throw refuse(what, `was refused with status ${response.status}`);
  return response.json().catch(() => {
    throw refuse(what, 'came as something that is not JSON');
  });
}

function refuse(what: string, why: string): RefusedError {
  return new RefusedError(`CI's identity was not taken: ${what} ${why}`, 2);
}
