import type { EndSignal } from '../core/call-signal.ts';
import { ProviderError } from '../core/errors.ts';
import { abortFailure } from './abort.ts';
import { withoutKey } from './api-key.ts';
import { showURL } from './base-url.ts';
import { connectionFailure } from './connection-failure.ts';
import { rateLimits } from './rate-limits.ts';
import type { ReplyHeaders } from './reply-headers.ts';
import { retryAfterMs } from './retry-after.ts';
import { type CallTarget, nameTarget, type StatusFailure } from './status-failure.ts';
import { TransportError } from './transport-error.ts';

/** The SDKs of OpenAI and Anthropic are built alike, and so are their errors. */
export interface SdkCall {
  target: CallTarget;
  /** What is called, below the base URL. */
  path: string;
  /** Taken out of whatever a server says. */
  apiKey: string;
  signal: EndSignal;
}

/** What an SDK's APIError carries. The SDKs are loaded lazily, so their classes are not at hand. */
export interface StatusError {
  status: number;
  /** The body, or what of it the SDK keeps. */
  error: unknown;
  headers: ReplyHeaders | undefined;
  message: string;
}

/** How a vendor says no. */
export interface Refusals {
  ofStatus(error: StatusError): ProviderError;
  /** An error in the middle of a stream, which has no status; undefined for any other. */
  ofStream(error: unknown): ProviderError | undefined;
}

/**
 * What a call rejects with: ProviderError for everything that went wrong with the vendor, or the reason of the
 * caller's own abort.
 */
export function sdkFailure(error: unknown, { target, signal }: SdkCall, refusals: Refusals): unknown {
  if (signal.aborted) return abortFailure(signal.reason, nameTarget(target));
  if (error instanceof ProviderError) return error;
  if (isStatusError(error)) return refusals.ofStatus(error);
  const streamed = refusals.ofStream(error);
  if (streamed !== undefined) return streamed;
  if (error instanceof SyntaxError) {
    const message = `${nameTarget(target)}: the answer is no JSON`;
    return new ProviderError(message, { code: 'bad-reply', scope: 'attempt' });
  }
  return connectionFailure(thrownByTransport(error), nameTarget(target));
}

/** The SDKs wrap what the transport threw, save in the middle of a stream. */
function thrownByTransport(error: unknown): unknown {
  if (error instanceof TransportError || !(error instanceof Error)) return error;
  return error.cause ?? error;
}

function isStatusError(error: unknown): error is StatusError {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && 'headers' in error
  );
}

/** What the server said and did, without the key. `body`: as its vendor's own reader reads it. */
export function statusOf(
  { status, headers, message }: StatusError,
  body: Pick<StatusFailure, 'words' | 'says'>,
  { target, path, apiKey }: SdkCall,
): StatusFailure {
  // Without a JSON body, the SDK's message is the status and the text.
  const says = body.says || message.replace(/^\d+ /, '').replace('status code (no body)', '');
  const location = headers?.get('location');
  return {
    status,
    words: body.words,
    says: withoutKey(says, apiKey),
    retryAfterMs: retryAfterMs(headers),
    limits: rateLimits(headers),
    ...(location ? { location: redirectTo(withoutKey(location, apiKey), `${target.baseURL}${path}`) } : {}),
  };
}

/** Most redirects name a path alone. */
function redirectTo(location: string, from: string): string {
  return showURL(URL.canParse(location, from) ? new URL(location, from).href : location);
}
