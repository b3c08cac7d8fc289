import { describe, expect, it } from 'vitest';
import { ApiError, createApiClient } from '../../src/ci/api-client.ts';
import { retryDelay } from '../../src/ci/retry-delay.ts';

const token = 'ghs_0123456789abcdef';

/** Answers with these, one after the other, then with 200. */
function server(...answers: (() => Response)[]) {
  const sent: { url: string; authorization: string | undefined }[] = [];
  const redirects: (string | undefined)[] = [];
  const waits: number[] = [];
  const fetch = (async (url: URL | string, init?: RequestInit) => {
    const headers = init?.headers as Record<string, string> | undefined;
    redirects.push(init?.redirect);
    sent.push({ url: String(url), authorization: headers?.authorization });
    return (answers.shift() ?? (() => json({})))();
  }) as typeof globalThis.fetch;
  const client = createApiClient({
    base: 'https://api.example/v3/',
    headers: { authorization: `Bearer ${token}` },
    secrets: [token],
    wait: async (ms) => void waits.push(ms),
    fetch,
  });
  return { client, sent, waits, redirects };
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

describe('a list', () => {
  it('is followed page by page, as the server links them', async () => {
    const link =
      '<https://api.example/v3/x?page=2>; rel="next", <https://api.example/v3/x?page=9>; rel="last"';
    const { client, sent } = server(
      () => json([1, 2], 200, { link }),
      () => json([3], 200, { link: '<https://api.example/v3/x?page=1>; rel="prev"' }),
    );
    expect(await client.list('/x')).toEqual([1, 2, 3]);
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example/v3/x',
      'https://api.example/v3/x?page=2',
    ]);
  });

  it('never takes the token to another server', async () => {
    const { client, sent, redirects } = server(() =>
      json([1], 200, { link: '<https://evil.example/x>; rel="next"' }),
    );
    await expect(client.list('/x')).rejects.toThrow('points to another one (https://evil.example)');
    expect(sent).toHaveLength(1);
    expect(redirects).toEqual(['manual']);
  });

  it('ends where a server links in a circle', async () => {
    const link = '<https://api.example/v3/x?page=1>; rel="next"';
    const { client, sent } = server(...Array.from({ length: 9 }, () => () => json([1], 200, { link })));
    expect(await client.list('/x')).toEqual([1, 1]);
    expect(sent).toHaveLength(2);
  });
});

describe('a call', () => {
  it('is repeated after what may pass', async () => {
    const { client, waits } = server(
      () => json({}, 502),
      () => json({}, 503, { 'retry-after': '3' }),
      () => {
        throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
      },
    );
    expect((await client.call('GET', '/x')).status).toBe(200);
    expect(waits).toEqual([500, 3000, 2000]);
  });

  it('gives up in the end, and says what the server said without the token', async () => {
    const { client, waits } = server(
      ...Array.from({ length: 9 }, () => () => json({ message: `no ${token}` }, 500)),
    );
    const error = await client.call('PATCH', '/x', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 500, message: 'PATCH /v3/x: status 500 (no ***)' });
    expect(waits).toHaveLength(3);
  });

  it('that may have been done already is not sent again', async () => {
    const { client, sent } = server(() => json({}, 502));
    await expect(client.call('POST', '/x', {})).rejects.toMatchObject({ status: 502 });
    expect(sent).toHaveLength(1);
  });

  it.each([401, 403, 404, 422])('is not repeated after %i', async (status) => {
    const { client, waits } = server(() => json({ message: 'no' }, status));
    await expect(client.call('POST', '/x', {})).rejects.toMatchObject({ status });
    expect(waits).toEqual([]);
  });

  it('does not wait for what takes longer than a job should', async () => {
    const { client, waits } = server(() => json({}, 429, { 'retry-after': '3600' }));
    await expect(client.call('GET', '/x')).rejects.toThrow('asks to wait 3600 s');
    expect(waits).toEqual([]);
  });
});

it('a file comes from where the server sends its reader, which gets no token', async () => {
  const { client, sent } = server(
    () => new Response(null, { status: 302, headers: { location: 'https://store.example/blob?sig=1' } }),
    () => new Response('bytes'),
  );
  expect(String(await client.download('/zip'))).toBe('bytes');
  expect(sent).toEqual([
    { url: 'https://api.example/v3/zip', authorization: `Bearer ${token}` },
    { url: 'https://store.example/blob?sig=1', authorization: undefined },
  ]);
});

describe('retryDelay', () => {
  const secondary = { message: 'You have exceeded a secondary rate limit. Please wait.' };
  const reset = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1030' };
  it.each<[string, number, Record<string, string>, { message: string } | undefined, number | null]>([
    ['403 without a word of limits', 403, {}, { message: 'Resource not accessible by integration' }, null],
    ['a secondary limit that names a time', 403, { 'retry-after': '5' }, secondary, 5000],
    ['a secondary limit that names none', 403, {}, secondary, 60_000],
    ['a primary limit', 403, reset, undefined, 30_000],
    ['429 with a time', 429, { 'retry-after': '1' }, undefined, 1000],
    ['429 without one', 429, {}, undefined, 1000],
    ['429 until a date', 429, { 'retry-after': new Date(1_002_000).toUTCString() }, undefined, 2000],
    ['GitLab’s limit', 429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '1010' }, undefined, 10_000],
    ['a bad gateway', 502, {}, undefined, 1000],
    ['no answer', 0, {}, undefined, 1000],
    ['422', 422, {}, { message: 'Validation Failed' }, null],
    ['404', 404, {}, undefined, null],
  ])('after %s', (_, status, headers, body, expected) => {
    const call = { status, headers: new Headers(headers), body, attempt: 2, now: 1_000_000 };
    expect(retryDelay(call)).toBe(expected);
  });
});
