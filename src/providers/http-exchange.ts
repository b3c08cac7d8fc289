import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { maxBodyBytes } from './content-encoding.ts';
import { TransportError } from './transport-error.ts';

export interface HttpRequest {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
  agent: http.Agent;
  signal: AbortSignal | null;
  /** A monotonic clock in milliseconds. */
  now: () => number;
}

export interface HttpReply {
  status: number;
  statusText: string;
  /** Names and values in turn, as they came. */
  rawHeaders: string[];
  contentEncoding: string | undefined;
  body: Buffer;
  /** From a ready connection to the last byte of the body. */
  latencyMs: number;
}

/**
 * Sends one request and takes the whole reply. Rejects with the signal's reason when aborted, with
 * TransportError for a cut or endless body, and with Node's error for everything else.
 */
export function exchange(call: HttpRequest): Promise<HttpReply> {
  const { signal, now } = call;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const { request: open } = call.url.protocol === 'https:' ? https : http;
    const request = open(call.url, { method: call.method, headers: call.headers, agent: call.agent });
    let startedAt = 0;

    const abort = () => fail(signal?.reason);
    const release = () => signal?.removeEventListener('abort', abort);
    const fail = (error: unknown) => {
      release();
      request.destroy();
      reject(error);
    };
    signal?.addEventListener('abort', abort, { once: true });

    request.on('error', fail);
    request.on('socket', (socket: Socket) =>
      whenReady(socket, request, () => {
        startedAt = now();
      }),
    );
    request.on('response', (response) => {
      takeBody(response).then((body) => {
        const latencyMs = now() - startedAt;
        release();
        resolve({ ...head(response), body, latencyMs });
      }, fail);
    });
    request.end(call.body ?? undefined);
  });
}

function head(response: http.IncomingMessage): Omit<HttpReply, 'body' | 'latencyMs'> {
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    rawHeaders: response.rawHeaders,
    contentEncoding: response.headers['content-encoding'],
  };
}

/** The whole body; rejects when the connection ends before it is complete. */
function takeBody(response: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBodyBytes)
        reject(new TransportError('too-large', `the reply is over ${maxBodyBytes} bytes`));
    });
    response.on('error', (cause) => reject(cutError(cause)));
    response.on('end', () => resolve(Buffer.concat(chunks, length)));
    // Every reply closes, a cut one without `end`. An error for each whole one would cost its stack trace.
    response.on('close', () => {
      if (!response.readableEnded) reject(cutError());
    });
  });
}

/** A new connection first shakes hands; that is neither the model's time nor part of later calls. */
function whenReady(socket: Socket, request: http.ClientRequest, ready: () => void): void {
  if (request.reusedSocket || !socket.connecting) ready();
  else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', ready);
}

function cutError(cause?: unknown): TransportError {
  return new TransportError('cut', 'the connection was closed in the middle of the reply', { cause });
}
