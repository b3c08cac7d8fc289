import type { IncomingMessage, ServerResponse } from 'node:http';
import { wantsFresh } from './conditional.ts';
import type { Library } from './library.ts';
import { parsePath, type Target } from './paths.ts';
import { errorBody, respondWithDocument, respondWithJson } from './respond.ts';
import { createTokenCheck } from './token.ts';

export interface HandlerOptions {
  library: Library;
  /** Asked of every request but `/healthz`. */
  token?: string | undefined;
  /** Told what went wrong with the registry; the answer does not say it. */
  onError: (error: unknown) => void;
}

/** Answers GET and HEAD, and nothing else: there is no path that writes. */
export function createRequestHandler({ library, token, onError }: HandlerOptions) {
  const isAllowed = token === undefined ? () => true : createTokenCheck(token);
  const audience = token === undefined ? 'public' : 'private';

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const say = (status: number, body: object, headers?: Record<string, string>) =>
      respondWithJson(request, response, status, body, headers);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const message = 'This server only reads: GET and HEAD';
      say(405, errorBody('method-not-allowed', message), { Allow: 'GET, HEAD' });
      return;
    }
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path === '/healthz') {
      say(200, { status: 'ok', registry: library.isReadable() ? 'ok' : 'failing' });
      return;
    }
    if (!isAllowed(request.headers.authorization)) {
      const message = 'A token is needed: Authorization: Bearer …';
      say(401, errorBody('unauthorized', message), { 'WWW-Authenticate': 'Bearer' });
      return;
    }
    const target = parsePath(path);
    try {
      const fresh = wantsFresh(request.headers['cache-control']);
      const answer = target && (await library.find(target, { fresh }));
      if (answer) respondWithDocument(request, response, target, answer, audience);
      else say(404, errorBody('not-found', notFound(target)));
    } catch (error) {
      onError(error);
      say(503, errorBody('registry-unreadable', 'The registry could not be read'), { 'Retry-After': '1' });
    }
  };
}

function notFound(target: Target | undefined): string {
  if (target?.kind === 'alias') return `${target.prompt} has no alias "${target.alias}"`;
  if (target?.kind === 'version') return `${target.prompt} has no version ${target.version}`;
  return 'There is nothing here; try /v1/prompts';
}
