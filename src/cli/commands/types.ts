import { resolve } from 'node:path';
import { counted } from '../../core/format.ts';
import { typesFile } from '../../delivery/types-file.ts';
import { writeTypesFile } from '../../delivery/write-types-file.ts';
import { knownPrompts } from '../../project/prompts/known-prompts.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run([file = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const prompts = await knownPrompts(project);
  const shown = project.display(resolve(file));
  const changed = await writeTypesFile(resolve(file), shown, typesFile(prompts));
  const names = prompts.map(({ prompt }) => prompt);
  output.printJson({ file, prompts: names, changed });
  const state = changed ? 'written' : 'up to date';
  output.print(`${shown} is ${state}: ${counted(names.length, 'prompt')}`);
}
