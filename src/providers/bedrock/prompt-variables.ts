import type { PromptVariableValues } from '@aws-sdk/client-bedrock-runtime';
import { ProviderError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';

const mostVariables = 20;

/**
 * The values of the variables of a prompt behind an ARN, within what Bedrock allows.
 *
 * @throws ProviderError (scope `run`): more than 20, a dot in a name, a value that is no text.
 */
export function promptVariables(values: JsonObject): Record<string, PromptVariableValues> {
  const entries = Object.entries(values);
  if (entries.length > mostVariables) {
    throw bad(`holds ${entries.length} variables; Bedrock takes ${mostVariables} at most`);
  }
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (name.includes('.')) throw bad(`has the name "${name}"; Bedrock allows no dot in it`);
      if (typeof value !== 'string') throw bad(`has a value for "${name}" that is no text`);
      return [name, { text: value }];
    }),
  );
}

function bad(what: string): ProviderError {
  return new ProviderError(`modelParameters.promptVariables ${what}`, {
    code: 'bad-parameter',
    scope: 'run',
  });
}
