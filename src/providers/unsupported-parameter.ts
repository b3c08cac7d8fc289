import { ProviderError } from '../core/errors.ts';

/**
 * A model parameter that this provider has no field for, or that the model refuses: no call of the run can be sent
 * with it.
 *
 * @param name as in a prompt file.
 * @param says what is wrong, without a full stop.
 */
export function unsupportedParameter(
  name: string,
  says: string,
  { hint = '', alternatives = [] }: Details = {},
): ProviderError {
  const remedy = `Remove ${remedyFor([name, ...alternatives])}`;
  const message = [says, hint, remedy].filter((part) => part !== '').reduce(sentences);
  return new ProviderError(message, {
    code: 'unsupported-parameter',
    scope: 'run',
    parameter: name,
    alternatives,
  });
}

interface Details {
  /** Such as `Did you mean "maxTokens"?` */
  hint?: string | undefined;
  /** Other parameters that the refusal names. */
  alternatives?: readonly string[];
}

/** What to remove, and what to do otherwise: without the verb that begins it. */
export function remedyFor(names: readonly string[]): string {
  const fields = names.map((name) => `modelParameters.${name}`).join(' or ');
  return `${fields}, or list ${names.length === 1 ? 'it' : 'one of them'} under x-prompteval.dropUnsupported`;
}

function sentences(text: string, next: string): string {
  return `${text}${/[.?!]$/.test(text) ? '' : '.'} ${next}`;
}
