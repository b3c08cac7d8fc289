import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConflictError, InputError, PromptevalError } from '../core/errors.ts';
import { passageOf } from './guard.ts';
import { readLabel } from './read-label.ts';
import type { LabelSession } from './session.ts';

export interface HandlerOptions {
  session: LabelSession;
  token: string;
  /** `127.0.0.1:41234` */
  host: string;
  /** The page, whole. */
  page: string;
  /** The person says that they are done. */
  onDone: () => void;
}

interface Answer {
  status: number;
  body: object | string;
}

/** More than any label can take. */
const longestBody = 32_768;

const refusals = {
  403: 'This address answers its own page alone',
  404: 'There is nothing here; the address with its token was printed where the page was started',
  405: 'Only GET and POST',
  415: 'Only JSON',
};

/** Answers the page and what it asks. No address can be guessed, and nothing leaves the machine. */
export function createHandler(options: HandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const passage = passageOf({ method, url, headers }, options.token, options.host);
    if ('refused' in passage) {
      respond(response, { status: passage.refused, body: { message: refusals[passage.refused] } });
      return;
    }
    try {
      const answer =
        method === 'POST'
          ? await write(options, passage.path, await bodyOf(request))
          : read(options, passage.path);
      respond(response, answer);
      if (answer.status === 200 && method === 'POST' && passage.path === '/done') options.onDone();
    } catch (error) {
      respond(response, failure(options, error));
    }
  };
}

function read({ session, page }: HandlerOptions, path: string): Answer {
  if (path === '/') return { status: 200, body: page };
  if (path === '/state') return { status: 200, body: session.state() };
  const id = /^\/items\/([\w-]+)$/.exec(path)?.[1];
  const item = id === undefined ? undefined : session.item(id);
  return item ? { status: 200, body: item } : { status: 404, body: { message: 'There is no such answer' } };
}

async function write({ session }: HandlerOptions, path: string, body: string): Promise<Answer> {
  if (path === '/done') return { status: 200, body: {} };
  if (path !== '/labels') return { status: 404, body: { message: 'Nothing is kept here' } };
  return { status: 200, body: await session.give(readLabel(body, session.state())) };
}

/** The page says what went wrong, and takes over what stands there now. */
function failure({ session }: HandlerOptions, error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  const { items } = session.state();
  if (error instanceof ConflictError) return { status: 409, body: { message, items } };
  if (error instanceof InputError) return { status: 422, body: { message, items } };
  return {
    status: 500,
    body: { message: error instanceof PromptevalError ? message : `not kept: ${message}`, items },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new InputError({ message: 'a label is shorter than this' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The policy of the page stands in its head too; that nobody may frame it can only be said here. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

function respond(response: ServerResponse, { status, body }: Answer): void {
  const isPage = typeof body === 'string';
  const bytes = Buffer.from(isPage ? body : JSON.stringify(body));
  const type = isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(bytes);
}
