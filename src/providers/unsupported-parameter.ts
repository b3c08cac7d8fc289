import { ProviderError } from '../core/errors.ts';

/**
 * A model parameter that this provider has no field for, or that the model refuses: no call of the run can be sent
 * with it.
 *
 * @param name as in a prompt file.
 * @param says what is wrong, without a full stop.
 * @param hint a sentence, such as `Did you mean "maxTokens"?`
 */
export function unsupportedParameter(name: string, says: string, hint = ''): ProviderError {
  const remedy = `Remove modelParameters.${name}, or list it under x-prompteval.dropUnsupported`;
  const message = [`${says}.`, hint, remedy].filter((part) => part !== '').join(' ');
  return new ProviderError(message, { code: 'unsupported-parameter', scope: 'run', parameter: name });
}
