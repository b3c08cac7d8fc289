import { InputError } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { PromptFile } from '../core/prompt.ts';
import { type Positions, readYamlFile } from '../schema/yaml-file.ts';
import { buildPrompt } from './build-prompt.ts';
import { checkPrompt } from './check-prompt.ts';

/**
 * Reads a `.prompt.yml` file: GitHub's format, with ours under `x-prompteval`. GitHub's `testData` and `evaluators`
 * are allowed and dropped. `positions` says on which line of the text a field stands.
 *
 * @param file how messages name the file; the prompt's name where it has none of its own.
 * @throws InputError with every problem, each with file, line and field.
 */
export function parsePromptFile(text: string, file: string): { prompt: PromptFile; positions: Positions } {
  const { value, problems, positions } = readYamlFile(text);
  const source: JsonObject = isJsonObject(value) ? value : {};
  if (isJsonObject(value)) problems.push(...checkPrompt(source, positions));
  else if (problems.length === 0) problems.push(notFields(value));
  if (problems.length > 0)
    throw new InputError(inFileOrder(problems).map((problem) => ({ file, ...problem })));
  return { prompt: buildPrompt(source, file), positions };
}

function notFields(value: unknown): Problem {
  const message = value === null ? 'is empty' : 'is no map of fields';
  return { message, expected: 'model, messages and the other fields of a prompt' };
}

function inFileOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
