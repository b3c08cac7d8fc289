import { beyondBase } from '../core/base-address.ts';
import type { Problem } from '../core/problem.ts';

/**
 * A base URL as messages and logs may show it: no user, password, query or fragment, where gateways keep keys.
 */
export function showURL(url: string): string {
  if (!URL.canParse(url)) return 'an unreadable address';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
}

/** @param place where it was set: a field such as `providers.openai.baseURL`, or a variable. */
export function baseURLProblems(url: string, place: string): Problem[] {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    const expected = 'an absolute http:// or https:// URL, such as http://127.0.0.1:8091/v1';
    return [{ field: place, message: 'is no address of an HTTP server', expected }];
  }
  const extra = beyondBase(url);
  return extra === null ? [] : [{ field: place, ...extra }];
}
