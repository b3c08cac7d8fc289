import type { IncomingMessage, ServerResponse } from 'node:http';
import { wantsFresh } from './conditional.ts';
import type { Answer, Library } from './library.ts';
import { parsePath, type Target } from './paths.ts';
import {
  errorResponse as error,
  type JsonResponse,
  respondWithDocument,
  respondWithJson,
} from './respond.ts';
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
  const targetOf = createPathMemory();

  return (request: IncomingMessage, response: ServerResponse): void => {
    const refused = refusal(request);
    if (refused) {
      respondWithJson(request, response, refused);
      return;
    }
    const target = targetOf(pathOf(request));
    const give = (answer: Answer | undefined) => {
      if (answer && target) respondWithDocument(request, response, target, answer, audience);
      else respondWithJson(request, response, error(404, 'not-found', notFound(target)));
    };
    const answer = target && library.find(target, { fresh: wantsFresh(request.headers['cache-control']) });
    if (!(answer instanceof Promise)) {
      give(answer);
      return;
    }
    answer.then(give).catch((reason) => {
      onError(reason);
      const unreadable = error(503, 'registry-unreadable', 'The registry could not be read');
      respondWithJson(request, response, { ...unreadable, headers: { 'Retry-After': '1' } });
    });
  };

  /** What is answered without a look at the registry. */
  function refusal(request: IncomingMessage): JsonResponse | undefined {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const only = error(405, 'method-not-allowed', 'This server only reads: GET and HEAD');
      return { ...only, headers: { Allow: 'GET, HEAD' } };
    }
    if (/^\/healthz(?:\.json)?$/.test(pathOf(request))) {
      return { status: 200, body: { status: 'ok', registry: library.isReadable() ? 'ok' : 'failing' } };
    }
    if (isAllowed(request.headers.authorization)) return undefined;
    const needed = error(401, 'unauthorized', 'A token is needed: Authorization: Bearer …');
    return { ...needed, headers: { 'WWW-Authenticate': 'Bearer' } };
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

const mostPaths = 1000;

/** Reading a path costs more than answering it, and the same few are asked for over and over. */
function createPathMemory(): (path: string) => Target | undefined {
  const known = new Map<string, Target>();
  return (path) => {
    const target = known.get(path) ?? parsePath(path);
    if (target && known.size < mostPaths) known.set(path, target);
    return target;
  };
}

function notFound(target: Target | undefined): string {
  if (target?.kind === 'alias') return `${target.prompt} has no alias "${target.alias}"`;
  if (target?.kind === 'version') return `${target.prompt} has no version ${target.version}`;
  return 'There is nothing here; try /v1/prompts';
}
