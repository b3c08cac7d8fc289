import type { ReplyHeaders } from './reply-headers.ts';

/**
 * How long a server asks us to wait, in milliseconds: `retry-after-ms`, or `retry-after` as seconds or as an
 * HTTP date (RFC 9110). Undefined where it says nothing readable; a moment in the past is 0.
 */
export function retryAfterMs(
  headers: ReplyHeaders | undefined,
  now: number = Date.now(),
): number | undefined {
  const milliseconds = amount(headers?.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const text = headers?.get('retry-after');
  const seconds = amount(text);
  if (seconds !== undefined) return Math.round(seconds * 1000);
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function amount(text: string | null | undefined): number | undefined {
  return /^\d+(\.\d+)?$/.test(text?.trim() ?? '') ? Number(text) : undefined;
}
