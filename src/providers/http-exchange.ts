import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { EndSignal } from '../core/call-signal.ts';
import { type LoopLag, loopLag } from './loop-lag.ts';
import type { HttpProxy } from './proxies.ts';
import { proxyRefusal, throughProxy } from './proxy-failure.ts';
import { takeBody } from './read-body.ts';

/** A URL as Node's client takes it. */
export interface HttpAddress extends Pick<http.RequestOptions, 'hostname' | 'port' | 'path'> {
  protocol: string;
}

/** Where a request goes and what stands above its body, as Node's client takes it. */
export interface HttpOptions extends HttpAddress {
  /** Empty where there is none to ask for. */
  servername: string;
  method: string;
  /** Names and values in turn, `host` among them: written as they are, which takes less than to set each by its name. */
  headers: readonly string[];
  agent: http.Agent;
}

export interface HttpRequest {
  /** Nobody changes them: requests that differ only in their bodies share them. */
  options: HttpOptions;
  body: string | Uint8Array | null;
  signal: EndSignal | null;
  /** What is asked in the server's place; null where a tunnel or nothing leads to the server itself. */
  proxy?: HttpProxy | null;
  /** Longest time for opening a connection, in milliseconds, the handshake of TLS included. */
  connectMs: number;
  /** A monotonic clock in milliseconds. */
  now: () => number;
  /** Default: that of this thread. */
  lag?: Pick<LoopLag, 'turn' | 'atMost'> | undefined;
}

export interface HttpHead {
  status: number;
  statusText: string;
  /** Names and values in turn, as they came. */
  rawHeaders: string[];
  headers: http.IncomingHttpHeaders;
}

export interface HttpReply extends HttpHead {
  body: Buffer;
  taken: Taken;
}

/** When something came, in milliseconds from a ready connection, and of these how many it may have waited to be seen. */
export interface Taken {
  atMs: number;
  lagMs: number;
}

/** @param stamp to be called where something comes. */
export type TakeReply<T> = (response: http.IncomingMessage, stamp: () => Taken) => Promise<T>;

/**
 * Sends one request and takes the whole reply. Rejects with the signal's reason when aborted, with
 * TransportError for a cut or endless body, and with Node's error for everything else.
 */
export function exchange(call: HttpRequest): Promise<HttpReply> {
  return send(call, takeReply);
}

export const takeReply: TakeReply<HttpReply> = async (response, stamp) => {
  const body = await takeBody(response);
  const taken = stamp();
  await new Promise<void>((next) => loopLag().goOn(next));
  const { status, statusText, rawHeaders, headers } = headOf(response);
  return { status, statusText, rawHeaders, headers, body, taken };
};

export function headOf({
  statusCode: status = 0,
  statusMessage: statusText = '',
  rawHeaders,
  headers,
}: http.IncomingMessage): HttpHead {
  return { status, statusText, rawHeaders, headers };
}

/**
 * Sends one request and hands its reply to `take` as soon as the head is there. An abort ends the connection for as
 * long as the body comes, even where `take` has resolved before that.
 */
export function send<T>(call: HttpRequest, take: TakeReply<T>): Promise<T> {
  const { signal, now, lag = loopLag() } = call;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const { options, body, proxy = null, connectMs } = call;
    const { request: open } = options.protocol === 'https:' ? https : http;
    const request = open({ ...options, headers: withLength(options, body) });
    let startedAt = 0;
    let startedIn = 0;
    const stamp = () => ({ atMs: now() - startedAt, lagMs: lag.atMost(startedIn) });

    const abort = () => fail(signal?.reason);
    const fail = (error: unknown) => {
      request.destroy();
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    request.on('close', () => signal?.removeEventListener('abort', abort));

    request.on('error', (error) => fail(proxy === null ? error : throughProxy(proxy, error)));
    request.on('socket', (socket: Socket) =>
      whenReady(socket, { request, connectMs }, () => {
        startedAt = now();
        startedIn = lag.turn();
      }),
    );
    request.on('response', (response) => {
      if (proxy !== null && response.statusCode === 407) return fail(proxyRefusal(proxy, 407));
      take(response, stamp).then(resolve, fail);
    });
    request.end(body ?? undefined);
  });
}

/** A request that may have a body says how long it is, also where there is none. */
function withLength({ method, headers }: HttpOptions, body: HttpRequest['body']): string[] {
  if (body === null && (method === 'GET' || method === 'HEAD')) return [...headers];
  return [...headers, 'content-length', String(body === null ? 0 : Buffer.byteLength(body))];
}

/** A new connection first shakes hands; that is neither the model's time nor part of later calls. */
function whenReady(
  socket: Socket,
  { request, connectMs }: { request: http.ClientRequest; connectMs: number },
  ready: () => void,
): void {
  if (request.reusedSocket || !(socket.connecting || isShaking(socket))) {
    ready();
    return;
  }
  const timer = setTimeout(() => request.destroy(unopened(connectMs)), connectMs);
  request.on('close', () => clearTimeout(timer));
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer);
    ready();
  });
}

/** As the system says it where its own time for a connection is up, which takes minutes. */
function unopened(ms: number): Error {
  return Object.assign(new Error(`no connection within ${ms} ms`), { code: 'ETIMEDOUT' });
}

/** Inside of a tunnel a socket that is connected already shakes hands. */
function isShaking(socket: Socket): boolean {
  return 'secureConnecting' in socket && socket.secureConnecting === true;
}
