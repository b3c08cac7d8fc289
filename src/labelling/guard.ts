import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whoever has it may read the answers and label them; it stands in the address and changes with every start. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

export interface Asked {
  method: string;
  /** As the request line has it. */
  url: string;
  headers: IncomingHttpHeaders;
}

/** What was asked for below the token, or the status of the refusal. */
export type Passage = { path: string } | { refused: 403 | 404 | 405 | 415 };

/**
 * Lets through what the page itself asks. A name that was bent to point here shows in `Host`, another site in `Origin` or
 * `Sec-Fetch-Site`, and neither knows the token. What writes must be JSON, which no form of another site can send.
 *
 * @param host what the address says: `127.0.0.1:41234`
 */
export function passageOf({ method, url, headers }: Asked, token: string, host: string): Passage {
  const { origin, 'sec-fetch-site': site = 'none', 'content-type': type = '' } = headers;
  if (headers.host !== host) return { refused: 403 };
  if (origin !== undefined && origin !== `http://${host}`) return { refused: 403 };
  if (method === 'POST' && site !== 'none' && site !== 'same-origin') return { refused: 403 };
  const [, given = '', path] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(url) ?? [];
  if (!isSame(given, token) || path === undefined) return { refused: 404 };
  if (method !== 'GET' && method !== 'POST') return { refused: 405 };
  if (method === 'POST' && !/^application\/json\b/i.test(String(type))) return { refused: 415 };
  return { path };
}

/** Compared by digest: in the same time whatever is wrong with it. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
