import type { Allowance } from '../core/allowance.ts';
import type { ModelReply } from '../core/provider.ts';
import type { ReplyHeaders } from './reply-headers.ts';

/**
 * What the headers of a reply say of the vendor's rate limits: those of OpenAI, which many others write too, and those
 * of Anthropic. Bedrock has none. What is incomplete or unreadable says nothing.
 */
export function rateLimits(headers: ReplyHeaders | undefined, now = Date.now()): Allowance[] {
  if (headers === undefined) return [];
  return [
    ...openAIKinds.flatMap((kind) =>
      allowance(kind, headers, `x-ratelimit-remaining-${kind}`, `x-ratelimit-reset-${kind}`, durationMs),
    ),
    ...anthropicKinds.flatMap((kind) => {
      const name = `anthropic-ratelimit-${kind}`;
      return allowance(kind, headers, `${name}-remaining`, `${name}-reset`, (text) =>
        untilMs(text, headers, now),
      );
    }),
  ];
}

/** The reply with what its headers say of rate limits, where they say something. */
export function withLimits(reply: ModelReply, headers: ReplyHeaders): ModelReply {
  const limits = rateLimits(headers);
  return limits.length === 0 ? reply : { ...reply, limits };
}

const openAIKinds = ['requests', 'tokens'];
const anthropicKinds = ['requests', 'tokens', 'input-tokens', 'output-tokens'];

function allowance(
  of: string,
  headers: ReplyHeaders,
  remainingName: string,
  resetName: string,
  read: (text: string) => number | undefined,
): Allowance[] {
  const remaining = headers.get(remainingName);
  if (remaining === null || !/^\d+$/.test(remaining)) return [];
  const resetMs = read(headers.get(resetName) ?? '');
  return resetMs === undefined ? [] : [{ of, remaining: Number(remaining), resetMs }];
}

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
