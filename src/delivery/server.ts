import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { createRequestHandler, type HandlerOptions } from './handle-request.ts';
import { errorResponse } from './respond.ts';

export interface DeliveryServer {
  /** `http://127.0.0.1:7070` */
  url: string;
  /** Answers what was asked before, takes nothing more, and ends after at most `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

/** Longer than load balancers keep an idle connection, so that it is never us who hang up on a request. */
const keepAliveTimeout = 75_000;

/** @param address port 0 takes any that is free. @throws the system's error where the address can't be taken. */
export async function startServer(
  options: HandlerOptions,
  { port, host }: { port: number; host: string },
): Promise<DeliveryServer> {
  const handle = createRequestHandler(options);
  const server = createServer({ keepAliveTimeout, requestTimeout: 10_000 }, (request, response) => {
    if (!server.listening) response.setHeader('Connection', 'close');
    handle(request, response);
  });
  server.on('clientError', (_error, socket) => refuse(socket));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;

  async function close(graceMs = 5000): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(force);
  }

  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close };
}

/** What is no HTTP gets the shape of every other error. */
function refuse(socket: Duplex): void {
  if (!socket.writable) return;
  const body = JSON.stringify(errorResponse(400, 'bad-request', 'This is no HTTP request').body);
  const head = `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
