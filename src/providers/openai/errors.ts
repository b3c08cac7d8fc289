import { ProviderError } from '../../core/errors.ts';
import { abortFailure } from '../abort.ts';
import { withoutKey } from '../api-key.ts';
import { showURL } from '../base-url.ts';
import { connectionFailure } from '../connection-failure.ts';
import { retryAfterMs } from '../retry-after.ts';
import { type CallTarget, nameTarget, statusFailure } from '../status-failure.ts';
import { readErrorBody } from './error-body.ts';

export interface CallContext {
  target: CallTarget;
  /** Taken out of whatever a server says. */
  apiKey: string;
  signal: AbortSignal;
}

/**
 * What a call rejects with: ProviderError for everything that went wrong with the vendor, or the reason of the
 * caller's own abort.
 */
export function callFailure(error: unknown, context: CallContext): unknown {
  const { target, signal } = context;
  if (signal.aborted) return abortFailure(signal.reason, nameTarget(target));
  if (error instanceof ProviderError) return error;
  if (isStatusError(error)) return refusal(error, context);
  if (error instanceof SyntaxError) {
    const message = `${nameTarget(target)}: the answer is no JSON`;
    return new ProviderError(message, { code: 'bad-reply', scope: 'attempt' });
  }
  // The SDK wraps what the transport threw.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return connectionFailure(cause, nameTarget(target));
}

/** A 200 whose body is an error, as gateways write it when the model behind them fails. */
export function errorInReply(error: unknown, context: CallContext): ProviderError {
  const body = readErrorBody(error);
  return refusal({ status: body.status ?? 500, error, message: '', headers: undefined }, context);
}

/** What the SDK's APIError carries. The SDK is loaded lazily, so its class is not at hand. */
interface StatusError {
  status: number;
  /** What stood under `error` in the body. */
  error: unknown;
  headers: Headers | undefined;
  message: string;
}

function isStatusError(error: unknown): error is StatusError {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && 'headers' in error
  );
}

function refusal(failure: StatusError, { target, apiKey }: CallContext): ProviderError {
  const { status, headers } = failure;
  const body = readErrorBody(failure.error);
  // Without a JSON body, the SDK's message is the status and the text.
  const says = body.says || failure.message.replace(/^\d+ /, '').replace('status code (no body)', '');
  const location = headers?.get('location');
  return statusFailure(
    {
      status,
      words: body.words,
      says: withoutKey(says, apiKey),
      retryAfterMs: retryAfterMs(headers),
      ...(location ? { location: showURL(withoutKey(location, apiKey)) } : {}),
    },
    target,
  );
}
