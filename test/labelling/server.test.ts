import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLabelServer } from '../../src/labelling/server.ts';
import { labelState } from '../support/label-page.ts';
import { type MemorySession, memorySession } from './session.ts';

async function serve(session: MemorySession = memorySession()) {
  const server = await startLabelServer(session);
  onTestFinished(() => server.close());
  const give = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}labels`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { server, session, give };
}

describe('the server of the labelling page', () => {
  it('listens on this machine alone, and shows neither an arm nor a score', async () => {
    const { server, session } = await serve();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
    const page = await fetch(server.url);
    expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
    const text = await page.text();
    expect(text).toContain('connect-src &#39;self&#39;');
    expect(text).toContain('default-src &#39;none&#39;');
    const { items } = await labelState(server.url);
    expect(Object.keys(items[0] ?? {})).toEqual(['id', 'value', 'note']);
    expect(await (await fetch(`${server.url}items/a`)).json()).toEqual(session.item('a'));
    expect((await fetch(`${server.url}items/nope`)).status).toBe(404);
  });

  it('keeps what is a label, and says what is none', async () => {
    const { session, give } = await serve();
    expect((await give({ id: 'a', value: 1, note: ' fine ' })).status).toBe(200);
    expect(session.given).toEqual([{ id: 'a', value: 1, note: 'fine', by: 'ana@example.com' }]);
    const flawed: unknown[] = [
      { id: 'z', value: 1 },
      { id: 'a', value: 2 },
      { id: 'a', value: '1' },
      { id: 'a' },
      { id: 'a', value: 1, note: 5 },
      { id: 'a', value: 1, by: ' ' },
      { id: 'a', value: 1, by: 'x'.repeat(300) },
      { id: 'a', value: 1, note: 'x'.repeat(3000) },
      [],
      'no json',
      'x'.repeat(40_000),
    ];
    for (const body of flawed) expect((await give(body)).status).toBe(422);
    expect(session.given).toHaveLength(1);
  });

  it('does not take another name for one that is proven', async () => {
    const { session, give } = await serve(memorySession({ isBySettled: true }));
    await give({ id: 'a', value: 0, by: 'somebody else' });
    expect(session.given).toMatchObject([{ by: 'ana@example.com' }]);
  });

  it('says what stands there where somebody else wrote meanwhile', async () => {
    const { session, give } = await serve();
    session.refuseNext();
    const refused = await give({ id: 'a', value: 1 });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      message: 'somebody else wrote here',
      items: [{ id: 'a', value: null }, {}, {}],
    });
  });

  it('answers no other name and no other site, whatever they know', async () => {
    const { server, session, give } = await serve();
    expect((await give({ id: 'a', value: 1 }, { Origin: 'https://evil.example' })).status).toBe(403);
    const { port, pathname } = new URL(server.url);
    const status = await new Promise((resolve) => {
      const asked = request({ host: '127.0.0.1', port, path: pathname, headers: { Host: 'evil.example' } });
      asked.on('response', (response) => resolve(response.resume().statusCode)).end();
    });
    expect(status).toBe(403);
    expect(session.given).toEqual([]);
  });
});
