import type { Json } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { backoff, retryDelay } from './retry-delay.ts';

export interface ApiReply {
  status: number;
  body: Json | undefined;
  /** The next page, from the Link header. */
  next: string | null;
}

/** A call that came to nothing. The message is one line, for people, and holds no secret. */
export class ApiError extends Error {
  /** 0 where nothing answered. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

export interface ApiClient {
  /**
   * A POST is not repeated after an answer that leaves open whether it was done.
   *
   * @param path below the address of the API, or a whole address there. @throws ApiError
   */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: Json): Promise<ApiReply>;
  /** Every page of a list, each a call. @throws ApiError */
  list(path: string): Promise<Json[]>;
  /** As long as it would wait itself before the next attempt. */
  pause(attempt: number): Promise<void>;
  /** A file; the server may send its reader on to a store, which gets no token. @throws ApiError */
  download(path: string): Promise<Buffer>;
}

export interface ApiOptions {
  /** Such as `https://api.github.com`. */
  base: string;
  headers: Record<string, string>;
  /** Never part of a message. */
  secrets: readonly string[];
  /** Calls of one kind, the first included; default 4. */
  attempts?: number;
  /** Waits so many milliseconds; tests do not. */
  wait?: (ms: number) => Promise<void>;
  fetch?: typeof fetch;
}

/** A call that hangs is given up. Milliseconds. */
const timeout = 20_000;
/** Longer than this nobody lets a job wait: all waits of one call together. Milliseconds. */
const mostPatience = 120_000;
/** Milliseconds. */
const downloadTimeout = 120_000;
/** Bytes. */
const largestDownload = 1024 * 1024 * 1024;
/** A list that never ends is a server's mistake. At 100 entries a page. */
const mostPages = 300;

/** REST with patience: it repeats what a busy server refused, follows pages, and never sends its token elsewhere. */
export function createApiClient(options: ApiOptions): ApiClient {
  const origin = new URL(options.base).origin;
  const base = options.base.replace(/\/+$/, '');
  const wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const address = (path: string) => {
    const url = path.startsWith('/') ? new URL(base + path) : new URL(path);
    if (url.origin !== origin) throw new ApiError(`the server points to another one (${url.origin})`, 0);
    return url;
  };

  async function call(method: string, path: string, body?: Json): Promise<ApiReply> {
    const url = address(path);
    let patience = mostPatience;
    for (let attempt = 1; ; attempt++) {
      const reply = await once(options, method, url, body);
      if (reply.status >= 200 && reply.status < 300) return reply;
      const isUnclear = method === 'POST' && (reply.status === 0 || reply.status >= 500);
      const delay = isUnclear ? null : retryDelay({ ...reply, attempt, now: Date.now() });
      if (delay === null || attempt >= (options.attempts ?? 4) || delay > patience) {
        throw failure(options, method, url, reply, delay);
      }
      patience -= delay;
      await wait(delay);
    }
  }

  return {
    call,
    pause: (attempt) => wait(backoff(attempt)),
    download: (path) => download(options, address(path)),
    async list(path) {
      const entries: Json[] = [];
      const seen = new Set<string>();
      for (let next: string | null = path; next !== null && seen.size < mostPages; ) {
        if (seen.has(next)) break;
        seen.add(next);
        const reply: ApiReply = await call('GET', next);
        if (!Array.isArray(reply.body))
          throw new ApiError('the server answered with something that is no list', 0);
        entries.push(...reply.body);
        next = reply.next;
      }
      return entries;
    },
  };
}

async function download(options: ApiOptions, url: URL): Promise<Buffer> {
  const send = options.fetch ?? fetch;
  const failed = (status: string, code: number) =>
    new ApiError(hideSecrets(`GET ${url.pathname}: ${status}`, options.secrets), code);
  try {
    const signal = AbortSignal.timeout(downloadTimeout);
    let response = await send(url, { headers: options.headers, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      response = await send(new URL(location, url), { signal });
    }
    if (!response.ok) throw failed(`status ${response.status}`, response.status);
    if (Number(response.headers.get('content-length') ?? 0) > largestDownload)
      throw failed('is too large', 0);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw failed(error instanceof Error ? describeTrouble(error) : String(error), 0);
  }
}

interface RawReply extends ApiReply {
  headers: Headers;
  /** Of a call that nothing answered. */
  trouble: string;
}

async function once(options: ApiOptions, method: string, url: URL, body?: Json): Promise<RawReply> {
  const send = options.fetch ?? fetch;
  try {
    const response = await send(url, {
      method,
      headers: {
        ...options.headers,
        ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A redirect could carry the token to another server.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, body: parse(text), next: nextPage(headers.get('link'), url), trouble: '' };
  } catch (error) {
    const trouble = error instanceof Error ? describeTrouble(error) : String(error);
    return { status: 0, headers: new Headers(), body: undefined, next: null, trouble };
  }
}

function describeTrouble(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `<https://…?page=2>; rel="next", <…>; rel="last"` */
function nextPage(link: string | null, url: URL): string | null {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^>]*)>([^,]*)/g)) {
    if (!/;\s*rel="?([^";]*\s)?next(\s[^";]*)?"?/i.test(parameters)) continue;
    return URL.canParse(target, url.href) ? new URL(target, url).href : null;
  }
  return null;
}

/** What went wrong, with the server's own words but without what must not be seen. */
function failure(
  { secrets }: ApiOptions,
  method: string,
  url: URL,
  reply: RawReply,
  delay: number | null,
): ApiError {
  const said = messageOf(reply.body);
  const status = reply.status === 0 ? reply.trouble : `status ${reply.status}`;
  const later =
    delay !== null && delay > mostPatience ? `, and asks to wait ${Math.ceil(delay / 1000)} s` : '';
  const text = `${method} ${url.pathname}: ${status}${said === '' ? '' : ` (${said})`}${later}`;
  return new ApiError(hideSecrets(text, secrets), reply.status);
}

function messageOf(body: Json | undefined): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
  const { message, error } = body;
  const said = typeof message === 'string' ? message : typeof error === 'string' ? error : '';
  return excerpt(said, 200);
}

export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
