import { ProviderError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { abortFailure } from '../abort.ts';
import { withoutKey } from '../api-key.ts';
import { showURL } from '../base-url.ts';
import { connectionFailure } from '../connection-failure.ts';
import { rateLimits } from '../rate-limits.ts';
import { retryAfterMs } from '../retry-after.ts';
import { type CallTarget, nameTarget, quoteOf, statusFailure } from '../status-failure.ts';
import { TransportError } from '../transport-error.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';
import { readErrorBody } from './error-body.ts';
import type { ParameterFields } from './parameters.ts';
import { refusedParameter } from './refused-parameter.ts';

export interface CallContext {
  target: CallTarget;
  /** Taken out of whatever a server says. */
  apiKey: string;
  signal: AbortSignal;
  /** What was sent with the call. */
  parameters: ModelParameters;
  fields: ParameterFields;
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
  const streamed = vendorError(error);
  if (streamed !== undefined) return errorInReply(streamed, context);
  if (error instanceof SyntaxError) {
    const message = `${nameTarget(target)}: the answer is no JSON`;
    return new ProviderError(message, { code: 'bad-reply', scope: 'attempt' });
  }
  // The SDK wraps what the transport threw before the head came.
  const isWrapped = error instanceof Error && !(error instanceof TransportError);
  return connectionFailure(isWrapped ? (error.cause ?? error) : error, nameTarget(target));
}

/** What stood under `error`, whether in the body of a refusal or in the middle of a stream. */
export function vendorError(error: unknown): JsonObject | undefined {
  return error instanceof Error && 'error' in error && isJsonObject(error.error) ? error.error : undefined;
}

/** A 200 that holds an error, as gateways write it when the model behind them fails. */
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

function refusal(failure: StatusError, context: CallContext): ProviderError {
  const { target, apiKey, parameters, fields } = context;
  const { status, headers } = failure;
  const body = readErrorBody(failure.error);
  // Without a JSON body, the SDK's message is the status and the text.
  const says = body.says || failure.message.replace(/^\d+ /, '').replace('status code (no body)', '');
  const parameter = refusedParameter(body, status, parameters, fields);
  if (parameter !== undefined) {
    const refuses = `${nameTarget(target)} refuses modelParameters.${parameter} for ${target.model}`;
    return unsupportedParameter(
      parameter,
      `${refuses} (${status}): ${quoteOf(withoutKey(says, apiKey)).replace(/\.$/, '')}`,
    );
  }
  const location = headers?.get('location');
  return statusFailure(
    {
      status,
      words: body.words,
      says: withoutKey(says, apiKey),
      retryAfterMs: retryAfterMs(headers),
      limits: rateLimits(headers),
      ...(location ? { location: showURL(withoutKey(location, apiKey)) } : {}),
    },
    target,
  );
}
