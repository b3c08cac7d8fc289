import type { Allowance } from '../core/allowance.ts';
import type { ModelReply } from '../core/provider.ts';
import type { ReplyHeaders } from './reply-headers.ts';

/**
 * What the headers of a reply say of the vendor's rate limits: those of OpenAI, which many others write too, and those
 * of Anthropic. Bedrock has none. What is incomplete or unreadable says nothing.
 */
export function rateLimits(headers: ReplyHeaders | undefined, now = Date.now()): Allowance[] {
  const found: Allowance[] = [];
  if (headers === undefined) return found;
  for (const { of, remaining, reset, read } of limits) {
    const left = headers.get(remaining);
    if (left === null || !/^\d+$/.test(left)) continue;
    const resetMs = read(headers.get(reset) ?? '', headers, now);
    if (resetMs !== undefined) found.push({ of, remaining: Number(left), resetMs });
  }
  return found;
}

/** The reply with what its headers say of rate limits, where they say something. */
export function withLimits(reply: ModelReply, headers: ReplyHeaders): ModelReply {
  const found = rateLimits(headers);
  return found.length === 0 ? reply : { ...reply, limits: found };
}

/** One limit of a vendor's, and the headers that tell of it. */
interface Limit {
  of: string;
  remaining: string;
  reset: string;
  /** Milliseconds until it starts anew. */
  read(text: string, headers: ReplyHeaders, now: number): number | undefined;
}

const limits: readonly Limit[] = [
  ...['requests', 'tokens'].map((of) => ({
    of,
    remaining: `x-ratelimit-remaining-${of}`,
    reset: `x-ratelimit-reset-${of}`,
    read: durationMs,
  })),
  ...['requests', 'tokens', 'input-tokens', 'output-tokens'].map((of) => ({
    of,
    remaining: `anthropic-ratelimit-${of}-remaining`,
    reset: `anthropic-ratelimit-${of}-reset`,
    read: untilMs,
  })),
];

const duration = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

/** `6m0s`, `1.5s`, `120ms`; a bare number is seconds. */
function durationMs(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = duration.exec(text);
  if (text === '' || parts === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** Until a moment of the server's clock, which its own `date` tells; this machine's may be wrong. */
function untilMs(text: string, headers: ReplyHeaders, now: number): number | undefined {
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return undefined;
  const date = Date.parse(headers.get('date') ?? '');
  return Math.max(0, moment - (Number.isNaN(date) ? now : date));
}
