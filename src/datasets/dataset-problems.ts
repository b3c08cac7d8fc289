import type { Case, Dataset } from '../core/case.ts';
import type { Problem } from '../core/problem.ts';
import type { PromptFile, Variable } from '../core/prompt.ts';
import { suggest } from '../core/suggest.ts';
import { sourceOf } from './case-source.ts';

/** Cases named for one variable; more of them say nothing new. */
const mostCasesNamed = 5;
/** Nobody reads of more. */
const mostKept = 1000;

/** What the cases of a dataset lack for a prompt: a value for each variable that has no default. */
export function datasetProblems(dataset: Dataset, prompt: PromptFile): Problem[] {
  return Object.entries(prompt['x-prompteval'].variables).flatMap(([name, variable]) => {
    if (!variable.required && variable.default !== undefined) return [];
    const lacking = dataset.cases.filter((one) => !hasValue(one, name, variable));
    if (lacking.length === 0) return [];
    const none =
      lacking.length === dataset.cases.length &&
      !dataset.cases.some((one) => Object.hasOwn(one.variables, name));
    return none ? [unknownVariable(dataset, prompt, name)] : lackingCases(lacking, prompt, name);
  });
}

/** null is a value only where the variable holds JSON. */
function hasValue({ variables }: Case, name: string, { type }: Variable): boolean {
  return Object.hasOwn(variables, name) && (variables[name] !== null || type === 'json');
}

function unknownVariable(dataset: Dataset, prompt: PromptFile, name: string): Problem {
  const columns = [...new Set(dataset.cases.flatMap(({ variables }) => Object.keys(variables)))];
  const meant = suggest(name, columns);
  const problem: Problem = {
    field: name,
    message: `the prompt "${prompt.name}" uses {{${name}}}, which no case of the dataset "${dataset.name}" has`,
    expected: columns.length === 0 ? 'a field of that name' : `one of the fields ${columns.join(', ')}`,
  };
  const { file } = dataset.cases[0] === undefined ? {} : sourceOf(dataset.cases[0]);
  if (file !== undefined) problem.file = file;
  if (meant !== undefined) problem.hint = `Did you mean "${meant}"?`;
  return problem;
}

function lackingCases(lacking: readonly Case[], prompt: PromptFile, name: string): Problem[] {
  // A case that is there again stands for another one.
  const problems = [...new Set(lacking)].slice(0, mostKept).map((one) => ({
    ...sourceOf(one, name),
    field: name,
    message: `the case "${one.id}" has no value for {{${name}}}, which the prompt "${prompt.name}" needs`,
  }));
  const [named, rest] = [problems.slice(0, mostCasesNamed), problems.slice(mostCasesNamed)];
  const next = lacking[named.length];
  const more = lacking.length - named.length;
  const message = `and ${more} more cases without a value for {{${name}}}`;
  return next === undefined
    ? named
    : [...named, { ...sourceOf(next, name), field: name, message, more, rest }];
}
