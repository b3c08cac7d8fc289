import { type FailureScope, ProviderError } from '../../core/errors.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { excerpt } from '../../core/text.ts';
import { type CallTarget, nameTarget, type StatusFailure } from '../status-failure.ts';
import { unsupportedParameter } from '../unsupported-parameter.ts';

/**
 * Most of what can be wrong with a request is a 400 of type `invalid_request_error`, told apart by its sentence alone.
 * What is not found here is left to the status.
 *
 * @param parameters what the prompt set: only that can have been refused.
 */
export function badRequest(
  failure: StatusFailure,
  target: CallTarget,
  parameters: ModelParameters,
): ProviderError | undefined {
  const place = `${nameTarget(target)} answered ${failure.status}: ${excerpt(failure.says, 300).replace(/\.$/, '')}`;
  const rule = rules.find(({ words, says }) =>
    words ? failure.words.some((word) => words.test(word)) : says?.test(failure.says),
  );
  if (rule !== undefined) {
    const { code, scope, advice } = rule;
    return new ProviderError(advice ? `${place}. ${advice}` : place, { code, scope });
  }
  if (failure.status !== 400 && failure.status !== 422) return undefined;
  const [parameter, ...alternatives] = namedParameters(failure.says, parameters);
  if (parameter === undefined) return undefined;
  if (notSupported.test(failure.says)) return unsupportedParameter(parameter, place, { alternatives });
  const message = `${place}. Set modelParameters.${parameter} to something that ${target.model} takes`;
  return new ProviderError(message, { code: 'bad-parameter', scope: 'run' });
}

interface Rule {
  words?: RegExp;
  says?: RegExp;
  code: string;
  scope: FailureScope;
  advice?: string;
}

const rules: readonly Rule[] = [
  {
    words: /^(billing_error|\w+_spend_limit_reached|linked_organization_billing_unavailable)$/,
    code: 'quota-exceeded',
    scope: 'run',
  },
  {
    says: /credit balance is too low|reached your specified (?:\w+ )*usage limits/i,
    code: 'quota-exceeded',
    scope: 'run',
  },
  { words: /^organization_on_hold$/, code: 'forbidden', scope: 'run' },
  { says: /organization has been disabled/i, code: 'forbidden', scope: 'run' },
  {
    says: /role '?"?system'?"? is not supported/i,
    code: 'unsupported',
    scope: 'run',
    advice: 'This model takes system messages at the top of the prompt only',
  },
  {
    says: /output_config\.format.*not supported|not support structured outputs?/i,
    code: 'unsupported',
    scope: 'run',
    advice: 'Use responseFormat: text with this model',
  },
  {
    says: /not support assistant message prefill/i,
    code: 'unsupported',
    scope: 'trial',
    advice: 'End the messages with a user turn',
  },
];

/** The wire's names of a parameter, by its name in a prompt file. Of two that exclude each other and may go, the first does. */
const wireNames: Record<string, RegExp> = {
  topK: /\btop_k\b/,
  topP: /\btop_p\b/,
  temperature: /\btemperature\b/,
  stop: /\bstop_sequences\b/,
  reasoningEffort: /\beffort\b|\bthinking\.|\bbudget_tokens\b|^\W?(?:adaptive )?thinking\b/,
  maxTokens: /^\W?max_tokens\b/,
};

const notSupported =
  /deprecated|not supported|not support|extra (?:inputs|fields)|cannot both|unset|may only be set/i;

function namedParameters(says: string, parameters: ModelParameters): string[] {
  return Object.keys(wireNames).filter(
    (name) => (parameters[name] ?? null) !== null && wireNames[name]?.test(says),
  );
}
