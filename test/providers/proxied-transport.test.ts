import { createServer } from 'node:http';
import { createServer as createTLSServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { connectionFailure } from '../../src/providers/connection-failure.ts';
import { readProxies } from '../../src/providers/proxies.ts';
import { createTransport } from '../../src/providers/transport.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startProxyServer } from '../support/proxy-server.ts';

function transportVia(address: string, timeoutMs = 1000) {
  const proxies = readProxies({ HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: 'straight.test' });
  const transport = createTransport({ concurrency: 2, timeoutMs, proxies });
  onTestFinished(() => transport.close());
  return transport;
}

async function startServer(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    response.end(`${request.method} ${request.url} at ${request.headers.host}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it('asks a proxy for what is not encrypted, with the whole address and the password', async () => {
  const proxy = await startProxyServer({ behind: await startServer() });
  const transport = transportVia(`http://user:pass@${proxy.address}`);
  for (const path of ['/v1/chat?a=b', '/v1/models']) {
    const response = await transport.fetch(`http://model.test:8080${path}`, { method: 'POST', body: '{}' });
    expect(await response.text()).toBe(`POST ${path} at model.test:8080`);
    expect(transport.latencyOf(response)).toBeGreaterThan(0);
  }
  expect(proxy.asked).toEqual([
    'POST http://model.test:8080/v1/chat?a=b',
    'POST http://model.test:8080/v1/models',
  ]);
  expect(proxy.authorizations).toEqual(Array(2).fill(`Basic ${Buffer.from('user:pass').toString('base64')}`));
});

it.each([
  ['asks for a password', 407, '', 'proxy-refused', 'run', 'it asks for a user and a password of HTTP_PROXY'],
  [
    'does not take it',
    407,
    'user:pass@',
    'proxy-refused',
    'run',
    'it does not take the user and the password',
  ],
])('says what is wrong with a proxy that %s', async (_, status, user, code, scope, says) => {
  const proxy = await startProxyServer({ behind: 1, status });
  const transport = transportVia(`http://${user}${proxy.address}`);
  const error = await transport.fetch('http://model.test/').catch((thrown: unknown) => thrown);
  const failure = connectionFailure(error, 'openai at http://model.test');
  expect(failure).toMatchObject({ code, scope });
  expect(failure.message).toContain(
    `openai at http://model.test: the proxy http://${proxy.address} (HTTP_PROXY)`,
  );
  expect(failure.message).toContain(says);
});

it('says that a proxy is not there, rather than the server', async () => {
  const transport = transportVia('http://user:pass@127.0.0.1:9');
  const error = await transport.fetch('http://model.test/').catch((thrown: unknown) => thrown);
  expect(connectionFailure(error, 'openai')).toMatchObject({
    code: 'proxy-unreachable',
    scope: 'attempt',
    message:
      'openai: the proxy http://127.0.0.1:9 (HTTP_PROXY) can not be reached (ECONNREFUSED); check HTTP_PROXY, or name the host in NO_PROXY',
  });
});

/** A proxy that takes connections, and its end of each of them. */
async function listen(server: Server) {
  const closed: Promise<unknown>[] = [];
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.on('close', resolve)));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, closed };
}

it.each(['http', 'https'])(
  'waits for a proxy over %s that says nothing no longer than for an answer',
  async (protocol) => {
    const { address, closed } = await listen(createSocketServer());
    const transport = transportVia(`${protocol}://${address}`, 100);
    const error = await transport.fetch('https://model.test/').catch((thrown: unknown) => thrown);
    expect(connectionFailure(error, 'openai')).toMatchObject({
      code: 'proxy-unreachable',
      scope: 'attempt',
      message: `openai: the proxy ${protocol}://${address} (HTTPS_PROXY) opened no connection within 90 ms; check HTTPS_PROXY, or name the host in NO_PROXY`,
    });
    expect(closed).toHaveLength(1);
    await Promise.all(closed);
  },
);

it('keeps no tunnel half open that a call has given up', async () => {
  const { address, closed } = await listen(createSocketServer());
  const transport = transportVia(`http://${address}`, 60_000);
  const stop = new AbortController();
  const call = transport.fetch('https://model.test/', { signal: stop.signal });
  await expect.poll(() => closed.length).toBe(1);
  stop.abort(new Error('Ctrl-C'));
  await expect(call).rejects.toThrow('Ctrl-C');
  transport.close();
  await Promise.all(closed);
});

it('asks a proxy for the host of the address, and with its password, whatever a call says', async () => {
  const proxy = await startProxyServer({ behind: await startServer() });
  const headers = { Host: 'other.test', 'Proxy-Authorization': 'mine' };
  const response = await transportVia(`http://user:pass@${proxy.address}`).fetch('http://model.test/', {
    headers,
  });
  expect(await response.text()).toBe('GET / at model.test');
  expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('user:pass').toString('base64')}`]);
});

it.each(['http', 'https'])('names a proxy whose certificate nobody knows, for %s', async (target) => {
  const { address } = await listen(createTLSServer(makeCertificate(['127.0.0.1'])));
  const transport = transportVia(`https://${address}`);
  const error = await transport.fetch(`${target}://model.test/`).catch((thrown: unknown) => thrown);
  const failure = connectionFailure(error, 'openai at https://model.test');
  const variable = `${target.toUpperCase()}_PROXY`;
  expect(failure).toMatchObject({ code: 'tls', scope: 'run' });
  expect(failure.message).toContain(`no secure connection to the proxy https://${address} (${variable})`);
  expect(failure.message).toContain('NODE_EXTRA_CA_CERTS');
});

it('says that a proxy hung up before it connected', async () => {
  const { address } = await listen(createSocketServer((socket) => socket.destroy()));
  const error = await transportVia(`http://${address}`)
    .fetch('https://model.test/')
    .catch((thrown: unknown) => thrown);
  expect(connectionFailure(error, 'openai').message).toContain(
    `the proxy http://${address} (HTTPS_PROXY) ended the connection (ECONNRESET) when it was to connect`,
  );
});

it.each(['http', 'https'])(
  'takes it for a lost connection where a proxy over %s drops a tunnel',
  async (protocol) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = protocol === 'https' ? createTLSServer(makeCertificate(['127.0.0.1'])) : createServer();
    const connections: Socket[] = [];
    server.on('connection', (socket) => connections.push(socket));
    server.on('connect', (_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.once('data', () => connections.map((connection) => connection.resetAndDestroy()));
    });
    const { address } = await listen(server);
    const error = await transportVia(`${protocol}://${address}`)
      .fetch('https://model.test/')
      .catch((thrown: unknown) => thrown);
    expect(connectionFailure(error, 'openai')).toMatchObject({ code: 'connection-lost', scope: 'attempt' });
  },
);
