import { resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { ImportFormat } from '../../core/exchange-formats.ts';
import { formatProblem, type Problem } from '../../core/problem.ts';
import { printable } from '../../core/text.ts';
import { checkPrompt } from '../../project/evaluation/check-prompt.ts';
import { type ImportedPrompt, importPrompt } from '../../project/starter/import-prompt.ts';
import { inspect } from '../open.ts';
import { createOutput, type GlobalOptions, type Output } from '../output.ts';

export interface ImportOptions extends GlobalOptions {
  format?: ImportFormat;
  name?: string;
  model: string;
}

export async function run(
  [path = '']: string[],
  { format, name, model, ...flags }: ImportOptions,
): Promise<void> {
  const output = createOutput(flags);
  const imported = await importPrompt(resolve('.'), path, { format, name, model });
  output.print(`${output.bold(imported.name)} from ${printable(path)}:`);
  for (const file of imported.files) output.print(`  ${printable(file)}`);
  printLost(output, imported.lost);
  printEntry(output, imported);
  const problems = (await problemsLeft(imported, flags)).map(formatProblem);
  printProblems(output, problems);
  output.printJson({
    file: path,
    prompt: imported.name,
    files: imported.files,
    lost: imported.lost,
    entry: imported.entry,
    problems,
  });
  output.note(nextStep(imported, problems.length > 0));
}

function printLost(output: Output, lost: readonly string[]): void {
  if (lost.length === 0) return;
  output.print(`Not taken over, or not as it was (${lost.length}):`);
  for (const each of lost) output.print(`  - ${printable(each)}`);
}

/** A config that is there is its author's: what it needs is shown, not written. */
function printEntry(output: Output, { entry }: ImportedPrompt): void {
  if (entry === null) return;
  output.print('The config is there already. Add this to it:');
  output.print(output.dim(printable(entry.imports)));
  output.print(output.dim(printable(entry.lines.trimEnd())));
}

/** What `validate` will refuse. A config that was there does not know the prompt yet. */
async function problemsLeft({ name, entry }: ImportedPrompt, flags: GlobalOptions): Promise<Problem[]> {
  if (entry !== null) return [];
  try {
    const { project, problems } = await inspect(flags);
    const prompt = project?.config.prompts.get(name);
    const check = project && prompt ? await checkPrompt(project, prompt) : undefined;
    return [...problems, ...(check?.problems ?? [])];
  } catch (error) {
    if (error instanceof InputError) return [...error.problems];
    throw error;
  }
}

function printProblems(output: Output, problems: readonly string[]): void {
  if (problems.length === 0) return;
  output.print('Left to do, before it can run:');
  for (const problem of problems) output.print(`  - ${printable(problem)}`);
}

function nextStep({ name, entry, isDatasetEmpty }: ImportedPrompt, isLeft: boolean): string {
  if (isLeft && !isDatasetEmpty) return 'Next: what is left to do, then prompteval validate';
  if (isDatasetEmpty)
    return 'Next: put real inputs and what you expect into the dataset, then prompteval validate';
  return entry === null
    ? `Next: prompteval validate, then prompteval run ${name}`
    : 'Next: prompteval validate';
}
