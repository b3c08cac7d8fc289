import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { BufferedResponse } from './buffered-response.ts';
import { decodeBody } from './content-encoding.ts';
import { exchange, type HttpReply } from './http-exchange.ts';
import { TransportError } from './transport-error.ts';

/** The shape of the global `fetch`, which the vendors' SDKs take as an option. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface Transport {
  /**
   * Takes the whole reply before it resolves. Follows no redirect: a 3xx comes back as it is. Rejects with
   * the signal's reason, with TransportError, or with Node's own error (`code` such as ECONNREFUSED).
   */
  fetch: Fetch;
  /** How long the attempt behind a response took, in milliseconds: neither queueing nor connecting counts. */
  latencyOf(response: Response): number | null;
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
  const latencies = new WeakMap<Response, number>();

  return {
    async fetch(input, init = {}) {
      const url = new URL(input instanceof Request ? input.url : input);
      const agent = agents[url.protocol];
      if (agent === undefined) throw new TypeError(`no transport for ${url.protocol}`);
      const reply = await exchange({
        url,
        method: init.method ?? 'GET',
        headers: requestHeaders(init),
        body: requestBody(init),
        agent,
        signal: init.signal ?? null,
        now,
      });
      const response = await toResponse(reply);
      latencies.set(response, reply.latencyMs);
      return response;
    },
    latencyOf: (response) => latencies.get(response) ?? null,
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function requestHeaders(init: RequestInit): Record<string, string> {
  const headers = Object.fromEntries(new Headers(init.headers));
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

async function toResponse(reply: HttpReply): Promise<Response> {
  const { status, statusText } = reply;
  if (status < 200 || status > 599)
    throw new TransportError('bad-reply', `the server answered with status ${status}`);
  const headers = new Headers();
  for (let index = 0; index + 1 < reply.rawHeaders.length; index += 2) {
    headers.append(reply.rawHeaders[index] ?? '', reply.rawHeaders[index + 1] ?? '');
  }
  const body = await decodeBody(reply.body, reply.contentEncoding);
  return new BufferedResponse(body, { status, statusText, headers });
}
