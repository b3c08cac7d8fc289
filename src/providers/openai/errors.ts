import type { ProviderError } from '../../core/errors.ts';
import { isJsonObject, type Json } from '../../core/json.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { type SdkCall, type StatusError, sdkFailure, statusOf } from '../sdk-failure.ts';
import { nameTarget, quoteOf, statusFailure } from '../status-failure.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';
import { readErrorBody } from './error-body.ts';
import type { ParameterFields } from './parameters.ts';
import { refusedParameters } from './refused-parameter.ts';

export interface CallContext extends SdkCall {
  /** What was sent with the call. */
  parameters: ModelParameters;
  fields: ParameterFields;
}

/** What a call rejects with; see `sdkFailure`. */
export function callFailure(error: unknown, context: CallContext): unknown {
  return sdkFailure(error, context, {
    ofStatus: (failure) => refusal(failure, context),
    ofStream: (streamed) => {
      const said = vendorError(streamed);
      return said === undefined ? undefined : errorInReply(said, context);
    },
  });
}

/** What stood under `error`, whether in the body of a refusal or in the middle of a stream. */
export function vendorError(error: unknown): Json | undefined {
  if (!(error instanceof Error && 'error' in error)) return undefined;
  const said = error.error;
  return isJsonObject(said) || typeof said === 'string' ? said : undefined;
}

/** A 200 that holds an error, as gateways write it when the model behind them fails. */
export function errorInReply(error: unknown, context: CallContext): ProviderError {
  const body = readErrorBody(error);
  return refusal({ status: body.status ?? 500, error, message: '', headers: undefined }, context);
}

function refusal(error: StatusError, context: CallContext): ProviderError {
  const body = readErrorBody(error.error);
  const { target, parameters, fields } = context;
  const failure = statusOf(error, body, context);
  const { status, says } = failure;
  const [parameter, ...alternatives] = refusedParameters(body, status, parameters, fields);
  if (parameter === undefined) return statusFailure(failure, target);
  const names = [parameter, ...alternatives].map((name) => `modelParameters.${name}`).join(' and ');
  const message = `${nameTarget(target)} refuses ${names} for ${target.model} (${status}): ${quoteOf(says).replace(/\.$/, '')}`;
  return unsupportedParameter(parameter, message, { alternatives });
}
