import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { takeBody } from './read-body.ts';

/** A URL as Node's client takes it. */
export interface HttpAddress extends Pick<http.RequestOptions, 'hostname' | 'port' | 'path' | 'auth'> {
  protocol: string;
}

export interface HttpRequest {
  address: HttpAddress;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
  agent: http.Agent;
  signal: AbortSignal | null;
  /** A monotonic clock in milliseconds. */
  now: () => number;
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
  /** From a ready connection to the last byte of the body. */
  latencyMs: number;
}

/** @param elapsed milliseconds since the connection was ready. */
export type TakeReply<T> = (response: http.IncomingMessage, elapsed: () => number) => Promise<T>;

/**
 * Sends one request and takes the whole reply. Rejects with the signal's reason when aborted, with
 * TransportError for a cut or endless body, and with Node's error for everything else.
 */
export function exchange(call: HttpRequest): Promise<HttpReply> {
  return send(call, takeReply);
}

export const takeReply: TakeReply<HttpReply> = async (response, elapsed) => {
  const body = await takeBody(response);
  const latencyMs = elapsed();
  return { ...headOf(response), body, latencyMs };
};

export function headOf(response: http.IncomingMessage): HttpHead {
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    rawHeaders: response.rawHeaders,
    headers: response.headers,
  };
}

/**
 * Sends one request and hands its reply to `take` as soon as the head is there. An abort ends the connection for as
 * long as the body comes, even where `take` has resolved before that.
 */
export function send<T>(call: HttpRequest, take: TakeReply<T>): Promise<T> {
  const { signal, now } = call;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const { address, method, headers, agent } = call;
    const { request: open } = address.protocol === 'https:' ? https : http;
    const request = open({ ...address, method, headers, agent });
    let startedAt = 0;

    const abort = () => fail(signal?.reason);
    const fail = (error: unknown) => {
      request.destroy();
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    request.on('close', () => signal?.removeEventListener('abort', abort));

    request.on('error', fail);
    request.on('socket', (socket: Socket) =>
      whenReady(socket, request, () => {
        startedAt = now();
      }),
    );
    request.on('response', (response) => {
      take(response, () => now() - startedAt).then(resolve, fail);
    });
    request.end(call.body ?? undefined);
  });
}

/** A new connection first shakes hands; that is neither the model's time nor part of later calls. */
function whenReady(socket: Socket, request: http.ClientRequest, ready: () => void): void {
  if (request.reusedSocket || !socket.connecting) ready();
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', ready);
}
