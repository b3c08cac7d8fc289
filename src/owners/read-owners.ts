import { InputError } from '../core/errors.ts';
import { isJsonObject, type JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { checkOf } from '../schema/compile-schema.ts';
import { type Positions, problemAt, readYamlFile } from '../schema/yaml-file.ts';
import { checkOwners } from './check-owners.ts';
import { nobody, type Owners, type Person, type PromptOwners, roles } from './owners.ts';
import { parsePublicKey } from './public-key.ts';
import { membersOf, textsOf } from './written.ts';

/**
 * Reads OWNERS.yml.
 *
 * @param file how messages name it.
 * @throws InputError with every problem, each with file, line and field.
 */
export function readOwners(text: string, file: string): Owners {
  const { value, problems, positions } = readYamlFile(text);
  const source: JsonObject = isJsonObject(value) ? value : {};
  if (isJsonObject(value))
    problems.push(...schemaProblems(source, positions), ...checkOwners(source, positions));
  else if (problems.length === 0) problems.push(notFields(value));
  if (problems.length > 0) {
    const inOrder = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    throw new InputError(inOrder.map((problem) => ({ file, ...problem })));
  }
  return { file, people: peopleOf(source), rules: rulesOf(source, positions) };
}

function notFields(value: unknown): Problem {
  const message = value === null ? 'is empty' : 'is no map of fields';
  return { message, expected: 'people and prompts' };
}

function schemaProblems(source: JsonObject, positions: Positions): Problem[] {
  return checkOf('owners')(source).map(({ path, field, ...words }) => ({
    ...problemAt(positions, path, words),
    ...(field === '' ? {} : { field }),
  }));
}

function peopleOf(source: JsonObject): Map<string, Person> {
  return new Map(
    membersOf(source.people).map(([name, { email, keys, ci }]) => [
      name,
      {
        emails: textsOf(email).map((text) => text.toLowerCase()),
        keys: textsOf(keys).flatMap((key) => parsePublicKey(key) ?? []),
        ci: textsOf(ci),
      },
    ]),
  );
}

/** By line: an object of JavaScript puts keys that are numbers before all others. */
function rulesOf(source: JsonObject, positions: Positions): Owners['rules'] {
  return membersOf(source.prompts)
    .map(([pattern, written]) => ({ pattern, owners: rolesIn(written) }))
    .sort((a, b) => positions.lineOf(['prompts', a.pattern]) - positions.lineOf(['prompts', b.pattern]));
}

function rolesIn(written: JsonObject): PromptOwners {
  const owners = nobody();
  for (const role of roles) owners[role] = [...new Set(textsOf(written[role]))];
  return owners;
}
