import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { EndSignal } from '../core/call-signal.ts';
import { BufferedResponse } from './buffered-response.ts';
import { decodeBody } from './content-encoding.ts';
import { providerDefaults } from './defaults.ts';
import { type ArrivingBody, exchangeStream, type StreamedReply } from './event-stream.ts';
import { exchange, type HttpHead, type HttpReply, type HttpRequest, type Taken } from './http-exchange.ts';
import { type Proxies, readProxies } from './proxies.ts';
import { type ReplyHeaders, replyHeaders } from './reply-headers.ts';
import { createRoutes, type Routes } from './routes.ts';
import { TransportError } from './transport-error.ts';

/** The shape of the global `fetch`, which the vendors' SDKs take as an option. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Where a call goes and what stands above its body. */
export interface PreparedRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** What of a reply is not its body. */
export interface TimedReply {
  headers: ReplyHeaders;
  /** As `latencyOf` has it. */
  latencyMs: number | null;
  /** As `lagOf` has it. */
  lagMs: number;
}

/** A reply that was taken whole, without what a `Response` costs. */
export interface PlainReply extends TimedReply {
  status: number;
  text: string;
}

export interface Transport {
  /** Sends one request whose address and headers are ready, and rejects as `fetch` does. */
  post(request: PreparedRequest, body: string, signal: EndSignal): Promise<PlainReply>;
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
  latencyOf(response: { headers: object }): number | null;
  /** Of that latency, the most that may be this process being busy when the answer came. */
  lagOf(response: { headers: object }): number;
  /** Closes every connection, those in use too. */
  close(): void;
}

/** The longest that a connection is waited for. */
const longestConnectMs = 30_000;

export interface TransportOptions {
  /** Most calls in flight: one connection each. */
  concurrency: number;
  /** Longest time for one call, in milliseconds; default: that of providers. */
  timeoutMs?: number;
  /** A monotonic clock in milliseconds; for tests. */
  now?: () => number;
  /** Default: as the environment says. */
  proxies?: Proxies;
}

/**
 * A lean HTTP/1.1 client with keep-alive. The global fetch costs several times the CPU, and where calls wait
 * for the CPU, that wait is recorded as the model's latency.
 *
 * @throws InputError where a variable that names a proxy is no address.
 */
export function createTransport(options: TransportOptions): Transport {
  const { concurrency, timeoutMs = providerDefaults.timeoutMs, now = () => performance.now() } = options;
  const { proxies = readProxies(process.env) } = options;
  const connectMs = connectMsOf(timeoutMs);
  const routes = createRoutes({ concurrency, connectMs, proxies });
  const latencies: Latencies = new WeakMap();
  const connections = { routes, connectMs, now };
  const posted = new WeakMap<PreparedRequest, Way>();

  return {
    async post(request, body, signal) {
      const way = posted.get(request) ?? wayTo(request.url, 'POST', request.headers, routes);
      posted.set(request, way);
      const reply = await exchange({ ...way, body, signal, connectMs, now });
      const text = utf8.decode(isPacked(reply) ? await unpacked(reply) : reply.body);
      return plain(reply, text, latencies);
    },
    async fetch(input, init = {}) {
      const reply = await exchange(await httpRequest(input, init, connections));
      return buffered(reply, latencies);
    },
    async stream(input, init = {}) {
      const reply = await exchangeStream(await httpRequest(input, init, connections));
      return 'taken' in reply ? buffered(reply, latencies) : streamed(reply, latencies);
    },
    latencyOf: ({ headers }) => latencies.get(headers)?.atMs ?? null,
    lagOf: ({ headers }) => latencies.get(headers)?.lagMs ?? 0,
    close() {
      routes.close();
    },
  };
}

/** Of a response that an SDK has handed on. */
export function timeOf(response: Response, transport: Pick<Transport, 'latencyOf' | 'lagOf'>): TimedReply {
  const { headers } = response;
  return { headers, latencyMs: transport.latencyOf(response), lagMs: transport.lagOf(response) };
}

/** Before the time of the call is up, which would not say what it waited for. */
function connectMsOf(timeoutMs: number): number {
  return Math.min(longestConnectMs, Math.ceil(timeoutMs * 0.9));
}

interface Connections {
  routes: Routes;
  connectMs: number;
  now: () => number;
}

async function httpRequest(
  input: Parameters<Fetch>[0],
  init: RequestInit,
  { routes, connectMs, now }: Connections,
): Promise<HttpRequest> {
  const url = input instanceof Request ? input.url : input;
  const body = requestBody(init);
  const way = wayTo(url, init.method ?? 'GET', requestHeaders(init), routes);
  return { ...way, body, signal: init.signal ?? null, connectMs, now };
}

/** What calls that differ only in their bodies share. */
type Way = Pick<HttpRequest, 'options' | 'proxy'>;

function wayTo(
  url: string | URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  routes: Routes,
): Way {
  const { address, agent, proxy, usual, headers: ofProxy } = routes.to(url);
  // How long a body is, is added with the body.
  const { 'content-length': _, ...named } = { ...usual, ...headers, ...ofProxy };
  const servername = serverName(named.host);
  return { options: { ...address, servername, method, headers: Object.entries(named).flat(), agent }, proxy };
}

/** What TLS asks for: the host as the call names it, which may be another one than the address has; an IP address is no name. */
function serverName(host = ''): string {
  const name = host.replace(/:\d*$/, '');
  return name.startsWith('[') || isIP(name) ? '' : name;
}

/** As they are sent. */
export function requestHeaders({ headers: given }: RequestInit): Record<string, string> {
  const headers = Object.fromEntries(given instanceof Headers ? given : new Headers(given));
  // Answers are a few kilobytes: unpacking costs more than the bytes it saves. Packed replies are read all the same.
  return { 'accept-encoding': 'identity', ...headers };
}

function requestBody(init: RequestInit): string | Uint8Array | null {
  const { body } = init;
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('this transport sends strings and bytes only');
}

type Latencies = WeakMap<object, Taken>;

function plain({ status, headers, taken }: HttpReply, text: string, latencies: Latencies): PlainReply {
  requireStatus(status);
  const known = replyHeaders(headers);
  // Of a refusal no more is kept than its headers.
  if (status >= 300) latencies.set(known, taken);
  return { status, headers: known, text, latencyMs: taken.atMs, lagMs: taken.lagMs };
}

function isPacked({ headers }: HttpReply): boolean {
  return headers['content-encoding'] !== undefined;
}

function unpacked({ body, headers }: HttpReply): Promise<Buffer> {
  return decodeBody(body, headers['content-encoding']);
}

/** As a `Response` reads its text: without a byte order mark. */
const utf8 = new TextDecoder();

async function buffered(reply: HttpReply, latencies: Latencies): Promise<Response> {
  const init = responseInit(reply);
  const body = await unpacked(reply);
  const response = new BufferedResponse(body, init);
  latencies.set(response.headers, reply.taken);
  return response;
}

function streamed(reply: StreamedReply, latencies: Latencies): Response {
  const body = streamOf(reply.body, (taken) => latencies.set(response.headers, taken));
  const response = new Response(body, responseInit(reply));
  return response;
}

/** Nothing is read ahead: no piece counts as read before its time. */
function streamOf(body: ArrivingBody, read: (taken: Taken) => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { bytes, taken } = await body.next();
        read(taken);
        if (bytes === null) controller.close();
        else controller.enqueue(bytes);
      },
      cancel: () => body.close(),
    },
    { highWaterMark: 0 },
  );
}

function requireStatus(status: number): void {
  if (status < 200 || status > 599)
    throw new TransportError('bad-reply', `the server answered with status ${status}`);
}

function responseInit({ status, statusText, rawHeaders }: HttpHead): ResponseInit {
  requireStatus(status);
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return { status, statusText, headers };
}
