import { InputError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { ProviderDefinition } from '../core/provider.ts';
import { suggestion } from '../core/suggest.ts';

const members = [
  'complete',
  'embed',
  'concurrency',
  'requestsPerMinute',
  'tokensPerMinute',
  'maxRetries',
  'timeoutMs',
  'close',
];

/**
 * A provider of one's own. Gives back the same object; what it adds is the type, and an early look at the shape.
 *
 * @throws InputError with everything that is wrong with the shape.
 */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  const problems = definitionProblems(definition);
  if (problems.length > 0) throw new InputError(problems);
  return definition;
}

/** An entry of `providers` that brings its own code, however it was made. */
export function isProviderDefinition(entry: unknown): entry is ProviderDefinition {
  return typeof entry === 'object' && entry !== null && 'complete' in entry;
}

/** Everything that keeps a value from being a provider; fields are its members. */
export function definitionProblems(definition: unknown): Problem[] {
  if (!isJsonObject(definition)) {
    return [{ message: 'is no provider', expected: 'an object with complete(request)' }];
  }
  const given: Partial<Record<string, unknown>> = definition;
  return [
    ...functionProblem('complete', given.complete),
    ...(given.embed === undefined ? [] : functionProblem('embed', given.embed)),
    ...(given.close === undefined ? [] : functionProblem('close', given.close)),
    ...numberProblem('concurrency', given.concurrency, 1),
    ...numberProblem('requestsPerMinute', given.requestsPerMinute, 1),
    ...numberProblem('tokensPerMinute', given.tokensPerMinute, 1),
    ...numberProblem('maxRetries', given.maxRetries, 0),
    ...numberProblem('timeoutMs', given.timeoutMs, 1),
    ...Object.keys(given).flatMap(unknownMember),
  ];
}

function functionProblem(field: string, value: unknown): Problem[] {
  return typeof value === 'function' ? [] : [{ field, message: 'is no function', expected: 'a function' }];
}

function numberProblem(field: string, value: unknown, least: number): Problem[] {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least)) return [];
  return [
    {
      field,
      message: `is ${JSON.stringify(value) ?? typeof value}`,
      expected: `a whole number, ${least} or more`,
    },
  ];
}

function unknownMember(field: string): Problem[] {
  if (members.includes(field)) return [];
  const hint = suggestion(field, members) ?? `There is: ${members.join(', ')}`;
  return [{ field, message: 'is unknown beside complete()', hint }];
}
