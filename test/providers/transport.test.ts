import { once } from 'node:events';
import { createServer as createTLSServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTransport, type Transport, type TransportOptions } from '../../src/providers/transport.ts';
import { makeCertificate } from '../support/certificate.ts';
import { type Answer, sendHalf, sendJson, startServer, type TestServer } from './server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function start(
  answer: Answer,
  options: Partial<TransportOptions> = {},
): Promise<{ server: TestServer; transport: Transport }> {
  const server = await startServer(answer);
  const transport = createTransport({ concurrency: 4, ...options });
  open.push(server, transport);
  return { server, transport };
}

describe('a plain exchange', () => {
  it('sends method, headers and body, and gives back status, headers and body', async () => {
    const { server, transport } = await start((response) =>
      sendJson(response, 201, { say: 'grüß dich' }, { 'x-request-id': 'r1' }),
    );
    const response = await transport.fetch(`${server.url}/v1/chat?x=1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Mine': 'yes' },
      body: '{"hello":"wörld"}',
    });

    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(201);
    expect(response.ok).toBe(true);
    expect(response.headers.get('x-request-id')).toBe('r1');
    expect(await response.json()).toEqual({ say: 'grüß dich' });
    expect(await response.clone().text()).toBe('{"say":"grüß dich"}');
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat?x=1',
      body: '{"hello":"wörld"}',
    });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-mine': 'yes',
      'content-type': 'application/json',
      'content-length': '18',
    });
  });

  it.each([
    ['GET', undefined, undefined],
    ['HEAD', undefined, undefined],
    ['POST', undefined, '0'],
    ['DELETE', undefined, '0'],
    ['POST', '', '0'],
    ['PUT', 'ü', '2'],
    ['POST', new Uint8Array(3), '3'],
  ])('says of %s with %j how long its body is: %j', async (method, body, length) => {
    const { server, transport } = await start((response) => response.end());
    const response = await transport.fetch(server.url, { method, ...(body !== undefined && { body }) });
    expect(response.status).toBe(200);
    const { headers = {} } = server.requests[0] ?? {};
    expect(headers['content-length']).toBe(length);
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(headers.connection).toBe('keep-alive');
  });

  it('names the host and who asks, once each', async () => {
    const { server, transport } = await start((response) => response.end());
    const { host } = new URL(server.url);
    const asked = server.url.replace('http://', 'http://me:p%40ss@');
    await transport.fetch(asked);
    await transport.fetch(asked, { headers: { Authorization: 'Bearer key', Host: 'other.example' } });
    const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(server.requests.map(({ headers }) => [headers.host, headers.authorization])).toEqual([
      [host, basic],
      ['other.example', 'Bearer key'],
    ]);
  });

  it('has every reader of a body', async () => {
    const { server, transport } = await start((response) => sendJson(response, 200, 'four'));
    const response = await transport.fetch(server.url);
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('four');
    expect(await (await response.blob()).text()).toBe('four');
    expect(await response.text()).toBe('four');
  });

  it('answers 204 without a body', async () => {
    const { server, transport } = await start((response) => response.writeHead(204).end());
    const response = await transport.fetch(server.url);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('uses one connection again and again', async () => {
    const { server, transport } = await start((response) => sendJson(response, 200, {}));
    for (let call = 0; call < 5; call++) await transport.fetch(server.url);
    expect(server.sockets).toHaveLength(1);
  });

  it('opens no more connections than calls may be in flight', async () => {
    const { server, transport } = await start(
      (response) => void setImmediate(() => sendJson(response, 200, {})),
      {
        concurrency: 3,
      },
    );
    await Promise.all(Array.from({ length: 12 }, () => transport.fetch(server.url)));
    expect(server.requests).toHaveLength(12);
    expect(server.sockets.length).toBeLessThanOrEqual(3);
  });

  it('gives a redirect back instead of following it', async () => {
    const { server, transport } = await start((response) =>
      response.writeHead(307, { location: '/other' }).end(),
    );
    const response = await transport.fetch(server.url, { method: 'POST', body: 'secret' });
    expect([response.status, response.headers.get('location')]).toEqual([307, '/other']);
    expect(server.requests).toHaveLength(1);
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd'])('refuses %s', async (url) => {
    const transport = createTransport({ concurrency: 1 });
    await expect(transport.fetch(url)).rejects.toThrow(TypeError);
  });
});

describe('latency', () => {
  it('runs from the free connection to the last byte; waiting for a connection is not in it', async () => {
    let clock = 0;
    const { server, transport } = await start(
      (response, _body, index) => {
        if (index === 0) clock = 1000;
        if (index === 1) clock = 1500;
        response.writeHead(200).write('first half');
        setImmediate(() => {
          clock += 7;
          response.end('second half');
        });
      },
      { concurrency: 1, now: () => clock },
    );
    const [first, second] = await Promise.all([transport.fetch(server.url), transport.fetch(server.url)]);
    expect(transport.latencyOf(first)).toBe(1007);
    expect(transport.latencyOf(second)).toBe(1500 + 7 - 1007);
  });

  it('is unknown for a response of somebody else', () => {
    expect(createTransport({ concurrency: 1 }).latencyOf(new Response())).toBeNull();
  });
});

describe('packed bodies', () => {
  const text = '{"packed":true}';
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ])('unpacks %s', async (coding, body) => {
    const { server, transport } = await start((response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(body),
    );
    expect(await (await transport.fetch(server.url)).text()).toBe(text);
  });

  it.each([
    ['gzip', Buffer.from('no gzip'), /can't be unpacked as gzip/],
    ['gzip', gzipSync(text).subarray(0, 12), /can't be unpacked as gzip/],
    ['zstd', Buffer.from('?'), /unknown way: zstd/],
    ['constructor', Buffer.from('?'), /unknown way: constructor/],
    ['br', brotliCompressSync(Buffer.alloc(65 * 1024 * 1024)), /over 67108864 bytes/],
    ['gzip', gzipSync(Buffer.alloc(65 * 1024 * 1024)), /over 67108864 bytes/],
  ])('says what is wrong with a bad body (%s)', async (coding, body, message) => {
    const { server, transport } = await start((response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(body),
    );
    await expect(transport.fetch(server.url)).rejects.toThrow(message);
  });
});

describe('failures', () => {
  it('names a reply that is cut in the middle', async () => {
    const { server, transport } = await start((response) => sendHalf(response, '{"long":"answer"}'));
    await expect(transport.fetch(server.url)).rejects.toMatchObject({
      name: 'TransportError',
      code: 'cut',
      message: 'the connection was closed in the middle of the reply',
    });
  });

  it('names a chunked reply that never ends properly', async () => {
    const { server, transport } = await start((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"half":', () => response.destroy());
    });
    await expect(transport.fetch(server.url)).rejects.toMatchObject({ code: 'cut' });
  });

  it('keeps the code of a connection that is closed before the reply', async () => {
    const { server, transport } = await start((response) => response.destroy());
    await expect(transport.fetch(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('keeps the code of a refused connection', async () => {
    const { server, transport } = await start(() => undefined);
    await server.close();
    await expect(transport.fetch(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('waits for a connection no longer than for an answer, and tells it from one', async () => {
    const closed: Promise<unknown>[] = [];
    const silent = createSocketServer((socket) => {
      socket.on('error', () => undefined);
      closed.push(once(socket.resume(), 'close'));
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const transport = createTransport({ concurrency: 1, timeoutMs: 100 });
    open.push(transport, silent);
    const { port } = silent.address() as AddressInfo;
    await expect(transport.fetch(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'ETIMEDOUT',
      message: 'no connection within 90 ms',
    });
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
  });

  it('goes on after failures with the same connections', async () => {
    const { server, transport } = await start(
      (response, _body, index) =>
        index % 2 ? sendJson(response, 200, { index }) : sendHalf(response, '{"a":"b"}'),
      { concurrency: 1 },
    );
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => transport.fetch(server.url)));
    expect(results.map((result) => result.status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('refuses a reply without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const { server, transport } = await start((response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(chunk));
        response.once('drain', more);
      };
      more();
    });
    await expect(transport.fetch(server.url)).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('abort', () => {
  const reason = new Error('stop it');

  it('rejects with the reason and closes the connection while the server thinks', async () => {
    const controller = new AbortController();
    const { server, transport } = await start(() => controller.abort(reason));
    await expect(transport.fetch(server.url, { signal: controller.signal })).rejects.toBe(reason);
    const [socket] = server.sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });

  it('rejects with the reason in the middle of a body', async () => {
    const controller = new AbortController();
    const { server, transport } = await start((response) => {
      response.writeHead(200).write('half', () => setImmediate(() => controller.abort(reason)));
    });
    await expect(transport.fetch(server.url, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('sends nothing for a signal that is already aborted', async () => {
    const { server, transport } = await start((response) => sendJson(response, 200, {}));
    await expect(transport.fetch(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it('takes a waiting call out of the queue', async () => {
    const controller = new AbortController();
    const held: (() => void)[] = [];
    const { server, transport } = await start(
      (response) => {
        held.push(() => sendJson(response, 200, {}));
        controller.abort(reason);
      },
      { concurrency: 1 },
    );
    const first = transport.fetch(server.url);
    const waiting = transport.fetch(server.url, { signal: controller.signal });
    await expect(waiting).rejects.toBe(reason);
    held[0]?.();
    expect((await first).status).toBe(200);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves no listener on the signal', async () => {
    const signal = new AbortController().signal;
    const counts = countListeners(signal);
    const { server, transport } = await start((response, _body, index) =>
      index === 1 ? sendHalf(response, '{"a":"b"}') : sendJson(response, 200, {}),
    );
    for (let call = 0; call < 3; call++) await transport.fetch(server.url, { signal }).catch(() => undefined);
    expect(counts).toEqual({ added: 3, removed: 3 });
  });
});

describe('close', () => {
  it('ends idle connections and calls in flight', async () => {
    const arrived: (() => void)[] = [];
    const { server, transport } = await start((response, body) => {
      if (body === 'idle') sendJson(response, 200, {});
      else for (const resolve of arrived) resolve();
    });
    await transport.fetch(server.url, { method: 'POST', body: 'idle' });
    const inFlight = transport.fetch(server.url, { method: 'POST', body: 'hang' });
    const outcome = expect(inFlight).rejects.toMatchObject({ code: 'ECONNRESET' });
    await new Promise<void>((resolve) => arrived.push(resolve));
    transport.close();
    await outcome;
    for (const socket of server.sockets) if (!socket.destroyed) await once(socket, 'close');
    await turn();
    expect(server.sockets.every((socket) => socket.destroyed)).toBe(true);
  });
});

function countListeners(signal: AbortSignal): { added: number; removed: number } {
  const counts = { added: 0, removed: 0 };
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...rest: Parameters<typeof addEventListener>) => {
    counts.added++;
    addEventListener.apply(signal, rest);
  };
  signal.removeEventListener = (...rest: Parameters<typeof removeEventListener>) => {
    counts.removed++;
    removeEventListener.apply(signal, rest);
  };
  return counts;
}

describe('streams', () => {
  const events = { 'content-type': 'text/event-stream; charset=utf-8' };

  it('hands pieces on as they come, and tells when the one that was read last came', async () => {
    let clock = 0;
    let more = () => {};
    const { server, transport } = await start(
      (response) => {
        clock = 100;
        response.writeHead(200, events).write('first');
        more = () => {
          clock = 250;
          response.end('second');
        };
      },
      { now: () => clock },
    );
    const response = await transport.stream(server.url);
    expect(response.headers.get('content-type')).toContain('event-stream');
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    expect(transport.latencyOf(response)).toBe(100);
    more();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second');
    while (!(await reader?.read())?.done);
    expect(transport.latencyOf(response)).toBe(250);
  });

  it('does not count the time that a reader takes', async () => {
    let clock = 0;
    const { server, transport } = await start(
      async (response) => {
        clock = 100;
        response.writeHead(200, events).write('first');
        await wait(15);
        clock = 250;
        response.end('second');
      },
      { now: () => clock },
    );
    const response = await transport.stream(server.url);
    await wait(60);
    clock = 9000;
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    await turn();
    expect(transport.latencyOf(response)).toBe(100);
    while (!(await reader?.read())?.done);
    expect(transport.latencyOf(response)).toBe(250);
  });

  it.each([
    [200, { 'content-type': 'application/json' }],
    [200, {}],
    [429, events],
  ])('takes a reply with status %i and %j whole', async (status, headers) => {
    const { server, transport } = await start((response) =>
      response.writeHead(status, headers).end('{"a":1}'),
    );
    const response = await transport.stream(server.url);
    expect(response.body).toBeNull();
    expect(await response.json()).toEqual({ a: 1 });
    expect(transport.latencyOf(response)).toBeGreaterThan(0);
  });

  it('uses one connection again and again', async () => {
    const { server, transport } = await start((response) => response.writeHead(200, events).end('data: x'));
    for (let call = 0; call < 3; call++) await (await transport.stream(server.url)).text();
    expect(server.sockets).toHaveLength(1);
  });

  it('names a stream that is cut in the middle', async () => {
    const { server, transport } = await start((response) =>
      response.writeHead(200, events).write('half', () => response.destroy()),
    );
    const response = await transport.stream(server.url);
    await expect(response.text()).rejects.toMatchObject({ code: 'cut' });
  });

  it('refuses a stream without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const { server, transport } = await start((response) => {
      response.writeHead(200, events);
      const more = () => {
        while (response.write(chunk));
        response.once('drain', more);
      };
      more();
    });
    await expect((await transport.stream(server.url)).text()).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses a stream that is packed', async () => {
    const { server, transport } = await start((response) =>
      response.writeHead(200, { ...events, 'content-encoding': 'gzip' }).end(gzipSync('data: x')),
    );
    await expect(transport.stream(server.url)).rejects.toMatchObject({ code: 'bad-reply' });
  });

  it('ends with the reason of an abort, and closes the connection', async () => {
    const reason = new Error('stop it');
    const controller = new AbortController();
    const { server, transport } = await start((response) => response.writeHead(200, events).write('half'));
    const response = await transport.stream(server.url, { signal: controller.signal });
    const body = expect(response.text()).rejects.toBe(reason);
    controller.abort(reason);
    await body;
    const [socket] = server.sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });

  it('closes the connection where the reader stops early', async () => {
    const { server, transport } = await start((response) => response.writeHead(200, events).write('half'));
    const response = await transport.stream(server.url);
    await response.body?.cancel();
    const [socket] = server.sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });

  it('leaves no listener on the signal', async () => {
    const signal = new AbortController().signal;
    const counts = countListeners(signal);
    const { server, transport } = await start((response, _body, index) =>
      index === 1
        ? response.writeHead(200, events).write('half', () => response.destroy())
        : response.writeHead(200, events).end('data: x'),
    );
    for (let call = 0; call < 3; call++) {
      const response = await transport.stream(server.url, { signal });
      await response.text().catch(() => undefined);
    }
    await turn();
    expect(counts).toEqual({ added: 3, removed: 3 });
  });
});

describe('over TLS', () => {
  it.each([
    ['the host of the address', 'localhost', {}, 'localhost'],
    ['nothing of an IP address', '127.0.0.1', {}, undefined],
    ['the host that the call names', '127.0.0.1', { Host: 'api.internal:8443' }, 'api.internal'],
    ['nothing where the call names an IP address', 'localhost', { Host: '127.0.0.1' }, undefined],
  ])('asks for %s', async (_title, hostname, headers, asked) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const names: unknown[] = [];
    const server = createTLSServer(makeCertificate(['localhost']), (request, response) => {
      names.push('servername' in request.socket ? request.socket.servername || undefined : 'none');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = createTransport({ concurrency: 1 });
    open.push(server, transport, { close: () => vi.unstubAllEnvs() });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await transport.fetch(`https://${hostname}:${port}/`, { headers });
    expect(names).toEqual([asked]);
  });
});
