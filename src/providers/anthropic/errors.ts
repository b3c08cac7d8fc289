import { ProviderError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { abortFailure } from '../abort.ts';
import { withoutKey } from '../api-key.ts';
import { showURL } from '../base-url.ts';
import { connectionFailure } from '../connection-failure.ts';
import { rateLimits } from '../rate-limits.ts';
import { retryAfterMs } from '../retry-after.ts';
import { type CallTarget, nameTarget, type StatusFailure, statusFailure } from '../status-failure.ts';
import { TransportError } from '../transport-error.ts';
import { readErrorBody } from './error-body.ts';
import { badRequest } from './refusals.ts';

export interface CallContext {
  target: CallTarget;
  /** Taken out of whatever a server says. */
  apiKey: string;
  /** What the prompt set. */
  parameters: ModelParameters;
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
  if (isStreamedError(error)) return errorInReply(error.error, context);
  if (error instanceof SyntaxError) {
    const message = `${nameTarget(target)}: the answer is no JSON`;
    return new ProviderError(message, { code: 'bad-reply', scope: 'attempt' });
  }
  return connectionFailure(thrownByTransport(error), nameTarget(target));
}

/** The SDK wraps what the transport threw, save in the middle of a stream. */
function thrownByTransport(error: unknown): unknown {
  if (error instanceof TransportError || !(error instanceof Error)) return error;
  return error.cause ?? error;
}

const statuses: Record<string, number> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  timeout_error: 504,
  overloaded_error: 529,
};

/** A 200 whose body is an error, as gateways write it when the model behind them fails, or a stream that ends in one. */
export function errorInReply(body: unknown, context: CallContext): ProviderError {
  const word = readErrorBody(body).words.find((known) => Object.hasOwn(statuses, known)) ?? '';
  return refusal({ status: statuses[word] ?? 500, error: body, message: '', headers: undefined }, context);
}

/** What the SDK's APIError carries. The SDK is loaded lazily, so its class is not at hand. */
interface StatusError {
  status: number;
  /** The body. */
  error: unknown;
  headers: Headers | undefined;
  message: string;
}

function isStatusError(error: unknown): error is StatusError {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && 'headers' in error
  );
}

/** The SDK's APIError of an event of type `error` in a stream, which has a body and no status. */
function isStreamedError(error: unknown): error is { error: unknown } {
  return error instanceof Error && 'error' in error && isJsonObject(error.error);
}

function refusal(error: StatusError, { target, apiKey, parameters }: CallContext): ProviderError {
  const { status, headers } = error;
  const body = readErrorBody(error.error);
  // Without a JSON body, the SDK's message is the status and the text.
  const says = body.says || error.message.replace(/^\d+ /, '').replace('status code (no body)', '');
  const location = headers?.get('location');
  const failure: StatusFailure = {
    status,
    words: isMissingModel(status, says) ? [...body.words, 'model_not_found'] : body.words,
    says: withoutKey(says, apiKey),
    retryAfterMs: retryAfterMs(headers),
    limits: rateLimits(headers),
    ...(location ? { location: showURL(withoutKey(location, apiKey)) } : {}),
  };
  return badRequest(failure, target, parameters) ?? statusFailure(failure, target);
}

/** All that Anthropic says of a model that it does not have is `model: claude-9`. */
function isMissingModel(status: number, says: string): boolean {
  return status === 404 && /^model:/.test(says);
}
