import { type FailureScope, ProviderError } from '../../core/errors.ts';

/** Something that a prompt asks for and that Bedrock can't carry. */
export function unsupported(message: string, scope: FailureScope): ProviderError {
  return new ProviderError(message, { code: 'unsupported', scope });
}
