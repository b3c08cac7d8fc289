import type { Problem } from '../../core/problem.ts';
import type { ModelParameters } from '../../core/prompt.ts';
import { checkOf } from '../../schema/compile-schema.ts';

/** What is wrong with the settings of a sweep, by the rules of a prompt file's `modelParameters`. */
export function settingProblems(settings: readonly ModelParameters[]): Problem[] {
  const problems = settings.flatMap((modelParameters) =>
    checkOf('prompt')({ ...smallest, modelParameters }).flatMap(({ path: [root, name], field, ...words }) =>
      root === 'modelParameters' ? [{ field: name === undefined ? '--set' : `--set ${name}`, ...words }] : [],
    ),
  );
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

const smallest = { name: 'a', model: 'a/b', messages: [{ role: 'user', content: 'a' }] };
