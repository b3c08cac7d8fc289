import { urlPath } from '../delivery/paths.ts';
import type { Condition, Origin, Reply } from './origin.ts';

/** Far more than any prompt has; what goes on beyond it is no prompt. */
const mostBytes = 16_777_216;

/** What a timer can wait for, about 24 days; one for longer would end at once. */
const longestMs = 2_147_483_647;

/** What a Cache-Control can ask for; a larger one means the same. */
const longestSeconds = 2_147_483_648;

export function createHttpOrigin(options: {
  url: string | URL;
  token: string | undefined;
  timeoutMs: number;
}): Origin {
  const base = new URL(options.url);
  if (!base.pathname.endsWith('/')) base.pathname += '/';

  async function read(path: string, condition: Condition): Promise<Reply> {
    const signal = AbortSignal.timeout(Math.ceil(Math.min(options.timeoutMs, longestMs)));
    try {
      const response = await fetch(new URL(urlPath(path), base), {
        headers: headersFor(condition, options.token),
        signal,
      });
      if (response.status === 304 && condition.etag === undefined) {
        await response.body?.cancel();
        throw new Error('was answered with status 304, and nothing was there to be the same');
      }
      return await readReply(response);
    } catch (error) {
      if (signal.aborted) throw new Error(`had no answer within ${options.timeoutMs} ms`, { cause: error });
      throw new Error(describe(error), { cause: error });
    }
  }

  return { layer: 'network', read };
}

function headersFor({ etag, maxAgeMs }: Condition, token: string | undefined): Record<string, string> {
  const seconds = Math.min(Math.floor(maxAgeMs / 1000), longestSeconds);
  return {
    // Always said, because fetch adds a no-cache of its own to a conditional request.
    'Cache-Control': seconds > 0 ? `max-age=${seconds}` : 'no-cache',
    ...(etag === undefined ? {} : { 'If-None-Match': etag }),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
}

async function readReply(response: Response): Promise<Reply> {
  const ageMs = 1000 * Math.max(0, Number(response.headers.get('age')) || 0);
  if (response.status === 200) {
    const etag = response.headers.get('etag') ?? undefined;
    return { kind: 'document', text: await readText(response), etag, ageMs };
  }
  await response.body?.cancel();
  if (response.status === 304) return { kind: 'unchanged', ageMs };
  if (response.status === 404 || response.status === 410) return { kind: 'absent' };
  throw new Error(`was answered with status ${response.status}`);
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) throw new Error('is longer than any prompt');
    text += decoder.decode(value, { stream: true });
  }
}

/** `fetch failed` alone says nothing; what failed stands in its cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'could not be read';
  const { cause } = error;
  return cause instanceof Error ? `could not be read: ${cause.message}` : error.message;
}
