import type { Json } from '../core/json.ts';

export interface RefusedCall {
  /** 0 where nothing answered. */
  status: number;
  headers: Headers;
  body: Json | undefined;
  /** 1 for the first. */
  attempt: number;
  /** Epoch milliseconds. */
  now: number;
}

/** GitHub asks for at least a minute after a secondary limit that names no time. Milliseconds. */
const secondaryPause = 60_000;

/**
 * How long to wait before the same call may be sent again, in milliseconds; null where that would change nothing. GitHub
 * says 403 both for a missing permission and for a limit, primary or secondary.
 */
export function retryDelay(call: RefusedCall): number | null {
  const { status, headers, attempt, now } = call;
  const asked = waitAsked(headers, now);
  if (status === 429 || (status === 403 && isLimit(call))) {
    return asked ?? (isSecondary(call.body) ? secondaryPause : backoff(attempt));
  }
  if (status === 0 || status === 408 || status >= 500) return asked ?? backoff(attempt);
  return null;
}

/** Twice as long each time, in milliseconds. @param attempt 1 for the first */
export function backoff(attempt: number): number {
  return 500 * 2 ** (attempt - 1);
}

function isLimit({ headers, body }: RefusedCall): boolean {
  return headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || isSecondary(body);
}

function isSecondary(body: Json | undefined): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return typeof body.message === 'string' && /secondary rate limit|abuse detection/i.test(body.message);
}

/** `retry-after` in seconds or as a date; else the reset of a limit that is used up, in epoch seconds. */
function waitAsked(headers: Headers, now: number): number | null {
  const after = headers.get('retry-after');
  if (after !== null) {
    const ms = /^\d+(\.\d+)?$/.test(after.trim()) ? Number(after) * 1000 : Date.parse(after) - now;
    if (!Number.isNaN(ms)) return Math.max(0, ms);
  }
  const remaining = headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining');
  const reset = Number(headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? Number.NaN);
  return remaining === '0' && Number.isFinite(reset) ? Math.max(0, reset * 1000 - now) : null;
}
