import { type FailureScope, ProviderError } from '../../core/errors.ts';

/** Something that a prompt asks for and that Bedrock can't carry. */
export function unsupported(message: string, scope: FailureScope): ProviderError {
  return new ProviderError(message, { code: 'unsupported', scope });
}

/** @param why a whole sentence without its full stop. */
export function unsupportedParameter(name: string, why: string): ProviderError {
  const advice = `Remove modelParameters.${name}, or list it under x-prompteval.dropUnsupported`;
  return new ProviderError(`${why}. ${advice}`, {
    code: 'unsupported-parameter',
    scope: 'run',
    parameter: name,
  });
}
