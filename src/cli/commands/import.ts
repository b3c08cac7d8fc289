import { resolve } from 'node:path';
import type { ImportFormat } from '../../core/exchange-formats.ts';
import { printable } from '../../core/text.ts';
import { type ImportedPrompt, importPrompt } from '../../project/starter/import-prompt.ts';
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
  output.printJson({
    file: path,
    prompt: imported.name,
    files: imported.files,
    lost: imported.lost,
    entry: imported.entry,
  });
  output.note(nextStep(imported));
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

function nextStep({ name, entry, isDatasetEmpty }: ImportedPrompt): string {
  if (isDatasetEmpty)
    return 'Next: put real inputs and what you expect into the dataset, then prompteval validate';
  return entry === null
    ? `Next: prompteval validate, then prompteval run ${name}`
    : 'Next: prompteval validate';
}
