import { createHmac } from 'node:crypto';
import type { Webhook, WebhookPayload } from '../core/webhook.ts';
import { slackMessage } from './slack.ts';
import { addressVariable } from './variables.ts';

export interface DeliveryOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** Tests do not wait. */
  wait?: (ms: number) => Promise<void>;
  now?: () => number;
  fetch?: typeof fetch;
  /** Called once, before the first repetition, with why it is one: somebody may be waiting. */
  onRetry?: (why: string) => void;
  /** Over all attempts and the waits between them, in milliseconds; default: as long as a person waits for a command. */
  patience?: number;
}

const attempts = 4;
/** Of one attempt, in milliseconds; never more than half of the patience. */
const longestAttempt = 10_000;
export const patienceOfPeople = 10_000;
/** A receiver that asks for more in a job gets no more. Milliseconds. */
export const patienceOfJobs = 60_000;

/**
 * Tells one receiver, and repeats what might work the next time. It never throws: what it tells of is done already.
 *
 * @returns null, or why it could not be told, without any secret.
 */
export async function deliver(
  webhook: Webhook,
  payload: WebhookPayload,
  options: DeliveryOptions,
): Promise<string | null> {
  const { environment } = options;
  const url = addressOf(webhook, environment);
  if (typeof url === 'string') return url;
  const key = webhook.secret === null ? null : environment[webhook.secret]?.trim() || undefined;
  if (key === undefined) return `${url.origin}: ${webhook.secret} is not set, and nothing is sent unsigned`;
  const body = JSON.stringify(webhook.format === 'slack' ? slackMessage(payload) : payload);
  const wait = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const now = options.now ?? Date.now;
  const patience = options.patience ?? patienceOfPeople;
  const end = now() + patience;
  for (let attempt = 1; ; attempt++) {
    const headers = headersOf(payload, body, key, now());
    const timeout = Math.min(longestAttempt, patience / 2, end - now());
    const answer = await send(url, { body, headers, timeout }, options.fetch ?? fetch);
    if (answer.done) return null;
    const pause = answer.retryAfterMs ?? 1000 * 2 ** (attempt - 1);
    const isOver = attempt === attempts || now() + pause >= end;
    if (!answer.again || isOver) return `${url.origin}: ${answer.why}`;
    if (attempt === 1) options.onRetry?.(`${url.origin}: ${answer.why}`);
    await wait(pause);
  }
}

function addressOf({ url }: Webhook, environment: DeliveryOptions['environment']): URL | string {
  const name = addressVariable(url);
  const text = name === undefined ? url : environment[name]?.trim();
  if (!text) return `${name} is not set, so nobody was told`;
  return URL.canParse(text) ? new URL(text) : `${name ?? 'the address'} holds no address`;
}

/** The timestamp is signed too, so that a receiver can refuse what somebody kept and sends again. */
function headersOf(payload: WebhookPayload, body: string, key: string | null, now: number) {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'prompteval',
    'idempotency-key': payload.id,
    'prompteval-event': payload.event,
    ...(key !== null && { 'prompteval-signature': `t=${timestamp},v1=${sign(key, timestamp, body)}` }),
  };
}

/** HMAC-SHA256 over `<timestamp>.<body>`, in hex. @param timestamp epoch seconds */
export function sign(key: string, timestamp: string, body: string): string {
  return createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
}

interface Answer {
  done: boolean;
  /** Whether the same might work later. */
  again: boolean;
  why: string;
  retryAfterMs: number | null;
}

async function send(
  url: URL,
  { body, headers, timeout }: { body: string; headers: Record<string, string>; timeout: number },
  post: typeof fetch,
): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(Math.ceil(timeout));
    // A redirect could carry what is signed to somebody else.
    const response = await post(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    const { status } = response;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      done: response.ok,
      again: status === 408 || status === 429 || status >= 500,
      why: `it answered with status ${status}`,
      retryAfterMs: Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null,
    };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const why = isLate
      ? `it did not answer within ${Math.ceil(timeout / 1000)} s`
      : 'it could not be reached';
    return { done: false, again: true, why, retryAfterMs: null };
  }
}
