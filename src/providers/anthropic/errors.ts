import type { ProviderError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { type SdkCall, type StatusError, sdkFailure, statusOf } from '../sdk-failure.ts';
import { statusFailure } from '../status-failure.ts';
import { readErrorBody } from './error-body.ts';
import { badRequest } from './refusals.ts';

export interface CallContext extends SdkCall {
  /** What the prompt set. */
  parameters: ModelParameters;
}

/** What a call rejects with; see `sdkFailure`. */
export function callFailure(error: unknown, context: CallContext): unknown {
  return sdkFailure(error, context, {
    ofStatus: (failure) => refusal(failure, context),
    ofStream: (streamed) => (isStreamedError(streamed) ? errorInReply(streamed.error, context) : undefined),
  });
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
  const { words, status = 500 } = readErrorBody(body);
  const word = words.find((known) => Object.hasOwn(statuses, known)) ?? '';
  return refusal({ status: statuses[word] ?? status, error: body, message: '', headers: undefined }, context);
}

/** The SDK's APIError of an event of type `error` in a stream, which has a body and no status. */
function isStreamedError(error: unknown): error is { error: unknown } {
  return (
    error instanceof Error &&
    'error' in error &&
    (isJsonObject(error.error) || typeof error.error === 'string')
  );
}

function refusal(error: StatusError, context: CallContext): ProviderError {
  const { target, parameters } = context;
  const read = statusOf(error, readErrorBody(error.error), context);
  const failure = isMissingModel(read.status, read.says)
    ? { ...read, words: [...read.words, 'model_not_found'] }
    : read;
  return badRequest(failure, target, parameters) ?? statusFailure(failure, target);
}

/** All that Anthropic says of a model that it does not have is `model: claude-9`. */
function isMissingModel(status: number, says: string): boolean {
  return status === 404 && /^model:/.test(says);
}
