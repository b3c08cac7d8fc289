import { describe, expect, it } from 'vitest';
import { newToken, passageOf } from '../../src/labelling/guard.ts';

const host = '127.0.0.1:41234';
const token = newToken();
const json = { 'content-type': 'application/json' };

describe('who is let through to the labels', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['the page', 'GET', `/${token}/`, {}],
    [
      'its questions',
      'GET',
      `/${token}/items/a1`,
      { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
    ],
    ['its labels', 'POST', `/${token}/labels`, { ...json, origin: `http://${host}` }],
    ['an address that was pasted', 'GET', `/${token}/`, { 'sec-fetch-site': 'none' }],
  ])('%s', (_, method, url, headers) => {
    expect(passageOf({ method, url, headers: { host, ...headers } }, token, host)).toEqual({
      path: url.slice(token.length + 1),
    });
  });

  it.each<[string, number, string, string, Record<string, string>]>([
    ['a name that was bent to point here', 403, 'GET', `/${token}/`, { host: 'evil.example:41234' }],
    ['another name of this machine', 403, 'GET', `/${token}/`, { host: 'localhost:41234' }],
    ['another port', 403, 'GET', `/${token}/`, { host: '127.0.0.1:80' }],
    [
      'another site that knows the token',
      403,
      'POST',
      `/${token}/labels`,
      { ...json, origin: 'https://evil.example' },
    ],
    ['a page without an origin', 403, 'POST', `/${token}/labels`, { ...json, origin: 'null' }],
    [
      'a browser that says it is another site',
      403,
      'POST',
      `/${token}/labels`,
      { ...json, 'sec-fetch-site': 'cross-site' },
    ],
    ['a form', 415, 'POST', `/${token}/labels`, { 'content-type': 'text/plain' }],
    ['a question before one that is answered', 405, 'OPTIONS', `/${token}/labels`, {}],
    ['no token', 404, 'GET', '/', {}],
    ['another token', 404, 'GET', `/${newToken()}/`, {}],
    ['a token that is cut short', 404, 'GET', `/${token.slice(0, -1)}/`, {}],
    ['the token alone', 404, 'GET', `/${token}`, {}],
    ['an absolute address', 404, 'GET', `http://${host}/${token}/`, {}],
  ])('not %s: %i', (_, refused, method, url, headers) => {
    expect(passageOf({ method, url, headers: { host, ...headers } }, token, host)).toEqual({ refused });
  });

  it('has another token every time', () => {
    expect(new Set(Array.from({ length: 50 }, newToken)).size).toBe(50);
    expect(token).toMatch(/^[\w-]{32}$/);
  });
});
