import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { HttpProxy } from './proxies.ts';
import { noTunnel, proxyRefusal, silentProxy } from './proxy-failure.ts';

/** Beside an error the socket is not looked at. */
type Connected = (error: Error | null, socket: Duplex) => void;

/** Keeps connections to servers through tunnels that a proxy opens (`CONNECT`): it sees the host and nothing of a call. */
export class TunnelAgent extends https.Agent {
  readonly #proxy: HttpProxy;
  readonly #connectMs: number;
  readonly #opening = new Set<ClientRequest>();

  /** @param connectMs longest time that the proxy has for one tunnel. */
  constructor(proxy: HttpProxy, connectMs: number, pool: http.AgentOptions) {
    super(pool);
    this.#proxy = proxy;
    this.#connectMs = connectMs;
  }

  /** Errors are TransportError, and name the proxy. */
  override createConnection(options: https.RequestOptions, connected: Connected = () => {}): undefined {
    const { host, port } = options;
    const target = `${host?.includes(':') ? `[${host}]` : host}:${port ?? 443}`;
    // A path would be that of a local socket.
    this.#open(target)
      .then((socket) =>
        connect({ ...options, host: host ?? '', port: Number(port ?? 443), path: '', socket }),
      )
      .then(
        (socket) => connected(null, socket),
        (error: Error) => connected(error, new Socket()),
      );
  }

  /** Those that are not open yet would stay: the pool does not know them. */
  override destroy(): void {
    for (const request of this.#opening) request.destroy();
    super.destroy();
  }

  #open(target: string): Promise<Socket> {
    const proxy = this.#proxy;
    const request = askForTunnel(proxy, target);
    this.#opening.add(request);
    return new Promise<Socket>((resolve, reject) => {
      const timer = setTimeout(() => request.destroy(silentProxy(proxy, this.#connectMs)), this.#connectMs);
      request.on('close', () => {
        clearTimeout(timer);
        this.#opening.delete(request);
      });
      request.on('error', (error) => reject(noTunnel(proxy, error)));
      request.on('connect', ({ statusCode = 0 }, socket: Socket) => {
        if (statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(proxyRefusal(proxy, statusCode));
      });
      request.end();
    });
  }
}

function askForTunnel({ protocol, hostname, port, authorization }: HttpProxy, target: string): ClientRequest {
  const { request } = protocol === 'https:' ? https : http;
  return request({
    agent: false,
    method: 'CONNECT',
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    path: target,
    headers: {
      host: target,
      connection: 'keep-alive',
      ...(authorization !== null && { 'proxy-authorization': authorization }),
    },
  });
}
