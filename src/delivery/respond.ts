import type { IncomingMessage, ServerResponse } from 'node:http';
import { matchesEtag } from './conditional.ts';
import type { Answer } from './library.ts';
import type { Target } from './paths.ts';

const json = 'application/json; charset=utf-8';
/** A cache in between adds at most this to what a client sees; the client counts it by the header Age. */
const changing = 'max-age=5, stale-while-revalidate=30';
const forever = 'max-age=31536000, immutable';

/** @param audience `private` where a token is asked for, so that no shared cache hands the answer to others. */
export function respondWithDocument(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  { document, ageMs }: Answer,
  audience: 'public' | 'private',
): void {
  const headers: Record<string, string | number> = {
    ETag: document.etag,
    'Cache-Control': `${audience}, ${target.kind === 'version' ? forever : changing}`,
    // Rounded up: a client must never take an answer for younger than it is.
    ...(target.kind === 'version' ? {} : { Age: Math.ceil(ageMs / 1000) }),
  };
  if (matchesEtag(request.headers['if-none-match'], document.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  headers['Content-Type'] = json;
  headers['Content-Length'] = document.bytes.byteLength;
  response.writeHead(200, headers);
  if (request.method === 'HEAD') response.end();
  else response.end(document.bytes);
}

/** An answer that is no document. */
export interface JsonResponse {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

export function respondWithJson(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: JsonResponse,
): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    ...headers,
    'Cache-Control': 'no-store',
    'Content-Type': json,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** `code` is for programs, `message` for people. */
export function errorResponse(status: number, code: string, message: string): JsonResponse {
  return { status, body: { error: { code, message } } };
}
