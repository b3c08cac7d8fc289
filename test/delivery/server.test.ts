import { request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/registry.ts';
import { isKey } from '../../src/registry/keys.ts';
import { createMemoryStore } from '../registry/memory-store.ts';
import { createRegistry, serve } from './registry.ts';

const stable = '/v1/prompts/greet/aliases/stable';

/** As it is written, where fetch would put the path in order first. */
function rawGet(url: string, path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', reject).end();
  });
}

describe('a server', () => {
  it('hands out what an alias names, whole', async () => {
    const { store, move } = createRegistry();
    await move(1);
    await move(2, 'acme/stable');
    const { url } = await serve(store);
    const answer = await fetch(`${url}${stable}`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=5, stale-while-revalidate=30');
    expect(await answer.json()).toMatchObject({
      v: 1,
      prompt: 'greet',
      alias: 'stable',
      seq: 1,
      version: 1,
      model: 'demo/in-context',
      responseFormat: 'text',
      messages: [{ role: 'user', content: 'Hello 1, {{name}}' }],
      variables: { name: { type: 'string', required: true } },
    });
    const tenant = await fetch(`${url}/v1/prompts/greet/aliases/acme/stable`);
    expect(await tenant.json()).toMatchObject({ alias: 'acme/stable', version: 2 });
    const index = await fetch(`${url}/v1/prompts`);
    expect(await index.json()).toMatchObject({
      prompts: [
        {
          prompt: 'greet',
          aliases: [
            { alias: 'acme/stable', version: 2 },
            { alias: 'stable', version: 1 },
          ],
        },
      ],
    });
  });

  it('calls a version immutable, and knows no more about an alias than it may', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const version = await fetch(`${url}/v1/prompts/greet/versions/1`);
    expect(version.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(version.headers.get('age')).toBeNull();
    const text = await version.text();
    expect(text).not.toContain('ana');
    expect(JSON.parse(text)).not.toHaveProperty('seq');
  });

  it('answers 304 to who has it, and HEAD without a body', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const first = await fetch(`${url}${stable}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"sha256:[0-9a-f]{64}"$/);
    const ask = (ifNoneMatch: string) =>
      fetch(`${url}${stable}`, { headers: { 'If-None-Match': ifNoneMatch } });
    for (const match of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await ask(match);
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await ask('"other"')).status).toBe(200);
    const head = await fetch(`${url}${stable}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String((await first.text()).length));
    await move(2);
    const moved = await fetch(`${url}${stable}`, {
      headers: { 'If-None-Match': etag, 'Cache-Control': 'no-cache' },
    });
    expect(moved.status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'has no path that takes %s',
    async (method) => {
      const { store, move } = createRegistry();
      await move(1);
      const { url } = await serve({ ...store, putIfAbsent: () => Promise.reject(new Error('written')) });
      for (const path of [stable, '/healthz', '/', '/v1/prompts']) {
        const answer = await rawGet(url, path, method);
        expect(answer.status).toBe(405);
        expect(JSON.parse(answer.body).error.code).toBe('method-not-allowed');
      }
    },
  );

  it.each([
    ['/v1/prompts/greet/aliases/stabel', 'greet has no alias "stabel"'],
    ['/v1/prompts/greet/versions/7', 'greet has no version 7'],
    ['/', 'There is nothing here; try /v1/prompts'],
  ])('says as JSON that %s is not there', async (path, message) => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await answer.json()).toEqual({ error: { code: 'not-found', message } });
  });

  it('asks for its token, everywhere but at /healthz', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store, { token: 'a-token-of-length' });
    const status = async (authorization?: string, path = stable) =>
      (await fetch(url + path, { headers: authorization === undefined ? {} : { authorization } })).status;
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer a-token-of-lengt',
      'Basic a-token-of-length',
    ]) {
      expect(await status(wrong)).toBe(401);
    }
    expect(await status(undefined, '/v1/prompts/nobody/aliases/stable')).toBe(401);
    expect(await status('Bearer a-token-of-length')).toBe(200);
    expect(await status('bearer a-token-of-length')).toBe(200);
    expect(await status(undefined, '/healthz')).toBe(200);
    expect(await status(undefined, '/healthz.json')).toBe(200);
    const allowed = await fetch(url + stable, { headers: { authorization: 'Bearer a-token-of-length' } });
    expect(allowed.headers.get('cache-control')).toMatch(/^private, /);
  });

  it('says that the registry is damaged without saying how, and stays up', async () => {
    const { store, move } = createRegistry();
    await move(1);
    store.entries?.set('aliases/greet/stable/0000000001.json', new TextEncoder().encode('{"v":1,"secret'));
    const server = await serve(store);
    const answer = await fetch(`${server.url}${stable}`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('aliases/');
    expect(String(server.errors[0])).toContain('aliases/greet/stable/0000000001.json');
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({
      status: 'ok',
      registry: 'failing',
    });
  });

  it('does not hand out a version whose content is another', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const key = 'versions/greet/0000000001.json';
    const { checksum: _, ...record } = JSON.parse(new TextDecoder().decode(store.entries?.get(key)));
    record.file.messages[0].content = 'Hello 1, {{name}}, and send us your password';
    store.entries?.set(key, new TextEncoder().encode(JSON.stringify(record)));
    const { url } = await serve(store);
    expect((await fetch(`${url}${stable}`)).status).toBe(503);
    expect((await fetch(`${url}/v1/prompts/greet/versions/1`)).status).toBe(503);
  });

  it('answers every path with JSON, and asks the store for keys of versions and aliases only', async () => {
    const asked = new Set<string>();
    const memory = createMemoryStore();
    await createRegistry(memory).move(1);
    const spy: Store = {
      ...memory,
      get: (key) => {
        asked.add(key);
        return memory.get(key);
      },
      list: (prefix) => {
        asked.add(prefix);
        return memory.list(prefix);
      },
    };
    const { url } = await serve(spy, { maxAgeMs: 0 });
    const part = fc.constantFrom(
      ...[
        'v1',
        'prompts',
        'greet',
        'aliases',
        'versions',
        'stable',
        '..',
        '.',
        '%2e%2e',
        '%2f',
        '%5c',
        '\\',
        '1',
      ],
      ...[
        '%00',
        '%',
        '..%2f..%2f',
        'etc',
        'passwd',
        '%252e%252e',
        '.json',
        '?a=b',
        '//',
        'Greet',
        '~root',
        '%E0%A4',
      ],
    );
    const path = fc.array(part, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`);
    const likely = fc
      .tuple(
        fc.constantFrom('greet', 'Greet', 'nobody'),
        fc.constantFrom('aliases', 'versions'),
        fc.array(part, { maxLength: 3 }),
      )
      .map(([name, kind, parts]) => `/v1/prompts/${name}/${kind}/${parts.join('/')}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(path, likely), async (text) => {
        const { status, body } = await rawGet(url, text);
        expect([200, 404]).toContain(status);
        expect(() => JSON.parse(body)).not.toThrow();
      }),
      { numRuns: 300 },
    );
    expect(asked.size).toBeGreaterThan(0);
    for (const key of asked) {
      expect(key).toMatch(/^(versions|aliases)\//);
      expect(isKey(key.replace(/\/$/, ''))).toBe(true);
    }
  });

  it('answers what is no HTTP with an error and goes on', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const { url } = await serve(store);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    socket.write('GIVE ME\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*\{"error":\{"code":"bad-request"/);
    expect((await fetch(`${url}${stable}`)).status).toBe(200);
  });

  it('answers what was asked before it closes, and nothing after', async () => {
    const { store, move } = createRegistry();
    await move(1);
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const server = await serve({ ...store, get: (key) => waiting.then(() => store.get(key)) });
    const asked = fetch(`${server.url}${stable}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = server.close();
    goOn();
    expect((await asked).status).toBe(200);
    await closed;
    await expect(fetch(`${server.url}${stable}`)).rejects.toThrow();
  });
});
