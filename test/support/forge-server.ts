import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ForgeComment {
  id: number;
  body: string;
  user?: { login: string; type: string };
}

export interface ForgeRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** An answer in place of the server's own, for the next call that fits. */
export interface Refusal {
  method: string;
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Does what was asked, and then answers so, as a server that fell over too late. */
  keep?: boolean;
}

export interface ForgeServer {
  url: string;
  comments: ForgeComment[];
  requests: ForgeRequest[];
  refusals: Refusal[];
  /** What else is asked for: JSON, or bytes, by path. */
  answers: Map<string, unknown>;
  /** Requests of a method, and of paths that hold a text. */
  sent(method: string, part?: string): ForgeRequest[];
}

const pageSize = 2;

/** Stands in for the REST APIs of GitHub and GitLab as far as comments and checks go; lists come in pages of two. */
export async function startForgeServer(comments: ForgeComment[] = []): Promise<ForgeServer> {
  const requests: ForgeRequest[] = [];
  const refusals: Refusal[] = [];
  const answers = new Map<string, unknown>();
  const server = createServer((message, response) => void handle(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, headers, body: text === '' ? {} : JSON.parse(text) };
    requests.push(request);
    const at = refusals.findIndex((refusal) => refusal.method === method);
    const [refusal] = at === -1 ? [] : refusals.splice(at, 1);
    if (refusal === undefined || refusal.keep) answer(request, refusal ? null : response);
    if (refusal) reply(response, refusal.status, refusal.body ?? { message: 'refused' }, refusal.headers);
  }

  function answer({ method, path, body }: ForgeRequest, response: ServerResponse | null): void {
    const address = new URL(path, url);
    const isList = /\/(issues\/\d+\/comments|merge_requests\/\d+\/notes)$/.test(address.pathname);
    const one = /\/(?:comments|notes)\/(\d+)$/.exec(address.pathname)?.[1];
    const isChange = one !== undefined && (method === 'PATCH' || method === 'PUT');
    if (method === 'GET' && isList) page(address, response);
    else if (method === 'POST' && isList) write(response, 201, String(body.body));
    else if (isChange) write(response, 200, String(body.body), Number(one));
    else if (method === 'POST' && address.pathname.endsWith('/check-runs')) reply(response, 201, { id: 1 });
    else if (answers.has(address.pathname)) send(response, answers.get(address.pathname));
    else reply(response, 404, { message: 'Not Found' });
  }

  function page(address: URL, response: ServerResponse | null): void {
    const number = Number(address.searchParams.get('page') ?? 1);
    const next = new URL(address);
    next.searchParams.set('page', String(number + 1));
    const more = comments.length > number * pageSize;
    const link = more ? { link: `<${url}/first>; rel="first", <${next.href}>; rel="next"` } : {};
    reply(response, 200, comments.slice((number - 1) * pageSize, number * pageSize), link);
  }

  function write(
    response: ServerResponse | null,
    status: number,
    body: string,
    id = comments.length + 101,
  ): void {
    const there = comments.find((comment) => comment.id === id);
    const comment = there ?? { id, body, user: { login: 'github-actions[bot]', type: 'Bot' } };
    comment.body = body;
    if (!there) comments.push(comment);
    reply(response, status, { ...comment, html_url: `https://github.com/o/r/pull/7#issuecomment-${id}` });
  }

  const sent = (method: string, part = '') =>
    requests.filter((request) => request.method === method && request.path.includes(part));
  return { url, comments, requests, refusals, answers, sent };
}

function reply(
  response: ServerResponse | null,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response?.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function send(response: ServerResponse | null, value: unknown): void {
  if (value instanceof Uint8Array) response?.writeHead(200, { 'content-type': 'application/zip' }).end(value);
  else reply(response, 200, value);
}
