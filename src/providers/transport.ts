import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { urlToHttpOptions } from 'node:url';
import { BufferedResponse } from './buffered-response.ts';
import { decodeBody } from './content-encoding.ts';
import { type ArrivingBody, exchangeStream, type StreamedReply } from './event-stream.ts';
import {
  exchange,
  type HttpAddress,
  type HttpHead,
  type HttpReply,
  type HttpRequest,
} from './http-exchange.ts';
import { TransportError } from './transport-error.ts';

/** The shape of the global `fetch`, which the vendors' SDKs take as an option. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface Transport {
  /**
   * Takes the whole reply before it resolves. Follows no redirect: a 3xx comes back as it is. Rejects with
   * the signal's reason, with TransportError, or with Node's own error (`code` such as ECONNREFUSED).
   */
  fetch: Fetch;
  /** The same, but where the server streams events, it resolves with the head, and the body comes as it comes. */
  stream: Fetch;
  /**
   * How long the attempt behind a response took, in milliseconds: neither queueing nor connecting counts. Of a stream
   * it is the time until the piece came that was read last. A response is known by its headers, which are all that an
   * SDK's error keeps of it.
   */
  latencyOf(response: { headers: Headers }): number | null;
  /** Closes every connection, those in use too. */
  close(): void;
}

export interface TransportOptions {
  /** Most calls in flight: one connection each. */
  concurrency: number;
  /** A monotonic clock in milliseconds; for tests. */
  now?: () => number;
}

/**
 * A lean HTTP/1.1 client with keep-alive. The global fetch costs several times the CPU, and where calls wait
 * for the CPU, that wait is recorded as the model's latency.
 */
export function createTransport(options: TransportOptions): Transport {
  const { concurrency, now = () => performance.now() } = options;
  const pool = { keepAlive: true, maxSockets: concurrency, maxFreeSockets: concurrency };
  const agents: Record<string, http.Agent> = {
    'http:': new http.Agent(pool),
    'https:': new https.Agent(pool),
  };
  const latencies = new WeakMap<Headers, number>();
  const connections = { agents, now, addressOf: readAddresses() };

  return {
    async fetch(input, init = {}) {
      const reply = await exchange(httpRequest(input, init, connections));
      return buffered(reply, latencies);
    },
    async stream(input, init = {}) {
      const reply = await exchangeStream(httpRequest(input, init, connections));
      return 'latencyMs' in reply ? buffered(reply, latencies) : streamed(reply, latencies);
    },
    latencyOf: ({ headers }) => latencies.get(headers) ?? null,
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Connections {
  agents: Record<string, http.Agent>;
  now: () => number;
  addressOf: (url: string | URL) => HttpAddress;
}

function httpRequest(
  input: Parameters<Fetch>[0],
  init: RequestInit,
  { agents, now, addressOf }: Connections,
): HttpRequest {
  const address = addressOf(input instanceof Request ? input.url : input);
  const agent = agents[address.protocol];
  if (agent === undefined) throw new TypeError(`no transport for ${address.protocol}`);
  return {
    address,
    method: init.method ?? 'GET',
    headers: requestHeaders(init),
    body: requestBody(init),
    agent,
    signal: init.signal ?? null,
    now,
  };
}

/** A provider's calls go to a handful of addresses: the one of the last call is not taken apart again. */
function readAddresses(): (url: string | URL) => HttpAddress {
  let last: { url: string; address: HttpAddress } | undefined;
  return (given) => {
    const url = String(given);
    if (last?.url !== url) last = { url, address: readAddress(new URL(url)) };
    return last.address;
  };
}

function readAddress(url: URL): HttpAddress {
  const { hostname, port, path, auth } = urlToHttpOptions(url);
  return { protocol: url.protocol, hostname, port, path, auth };
}

function requestHeaders(init: RequestInit): Record<string, string> {
  const { headers: given } = init;
  const headers = Object.fromEntries(given instanceof Headers ? given : new Headers(given));
  // Answers are a few kilobytes: unpacking costs more than the bytes it saves. Packed replies are read all the same.
  headers['accept-encoding'] ??= 'identity';
  return headers;
}

function requestBody(init: RequestInit): string | Uint8Array | null {
  const { body } = init;
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('this transport sends strings and bytes only');
}

type Latencies = WeakMap<Headers, number>;

async function buffered(reply: HttpReply, latencies: Latencies): Promise<Response> {
  const init = responseInit(reply);
  const body = await decodeBody(reply.body, reply.contentEncoding);
  const response = new BufferedResponse(body, init);
  latencies.set(response.headers, reply.latencyMs);
  return response;
}

function streamed(reply: StreamedReply, latencies: Latencies): Response {
  const body = streamOf(reply.body, (atMs) => latencies.set(response.headers, atMs));
  const response = new Response(body, responseInit(reply));
  return response;
}

/** Nothing is read ahead: no piece counts as read before its time. */
function streamOf(body: ArrivingBody, read: (atMs: number) => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytes, atMs } = await body.next();
        read(atMs);
        if (bytes === null) controller.close();
        else controller.enqueue(bytes);
      },
      cancel: () => body.close(),
    },
    { highWaterMark: 0 },
  );
}

function responseInit({ status, statusText, rawHeaders }: HttpHead): ResponseInit {
  if (status < 200 || status > 599)
    throw new TransportError('bad-reply', `the server answered with status ${status}`);
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return { status, statusText, headers };
}
