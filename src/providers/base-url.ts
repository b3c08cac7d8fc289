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
  const { protocol, pathname } = URL.canParse(url) ? new URL(url) : { protocol: '', pathname: '' };
  if (protocol !== 'http:' && protocol !== 'https:') {
    const expected = 'an absolute http:// or https:// URL, such as http://127.0.0.1:8091/v1';
    return [{ field: place, message: 'is no address of an HTTP server', expected }];
  }
  const extra = beyondBase(url, pathname);
  return extra === null ? [] : [{ field: place, ...extra }];
}

const calls = /\/(?:chat\/completions|completions|responses|embeddings|messages|converse|invoke)(?=\/*$)/;

/** What stands behind the address that the paths of calls are added to; they would go elsewhere. */
function beyondBase(url: string, pathname: string): Pick<Problem, 'message' | 'hint'> | null {
  if (url.includes('?')) {
    const message = 'has a query ("?…"), and the path of each call would become a part of it';
    const hint = `Leave it out. An api-version is the apiVersion of a provider with type: 'azure', and a key goes into apiKey.`;
    return { message, hint };
  }
  if (url.includes('#')) {
    return { message: 'has a fragment ("#…"), which no server is sent', hint: 'Leave it out.' };
  }
  const [call] = calls.exec(pathname) ?? [];
  if (call === undefined) return null;
  return { message: `ends with the path of a call, ${call}`, hint: 'Leave it out: each call adds its own.' };
}
