import type { PromptFile, Variable } from '../core/prompt.ts';

/**
 * What a format leaves out of `x-prompteval`, each in a sentence: what is about releases here, and what it can't say of a variable.
 *
 * @param kept what the format says of a variable.
 */
export function extensionLosses(
  { 'x-prompteval': { variables, tools, toolChoice: _, ...others } }: PromptFile,
  kept: readonly (keyof Variable)[],
): string[] {
  const own = Object.keys(others).map((key) => `x-prompteval.${key}`);
  const rules = Object.entries(variables).flatMap(([name, variable]) =>
    rulesOf(variable).flatMap((rule) =>
      kept.includes(rule) ? [] : [`x-prompteval.variables.${name}.${rule}`],
    ),
  );
  const strict = (tools ?? []).flatMap((tool, index) =>
    tool.strict === undefined ? [] : [`x-prompteval.tools[${index}].strict`],
  );
  return [...own, ...rules, ...strict].map((field) => `${field}: is not kept`);
}

/** What is said of a variable besides its type and that it is required. */
function rulesOf({ required, sensitive, ...variable }: Variable): (keyof Variable)[] {
  return [
    ...(required ? [] : (['required'] as const)),
    ...(sensitive ? (['sensitive'] as const) : []),
    ...(['default', 'maxLength', 'description'] as const).filter((rule) => variable[rule] !== undefined),
  ];
}
