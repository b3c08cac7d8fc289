import { resolve } from 'node:path';
import { typesFile } from '../../delivery/types-file.ts';
import { writeFileAtomically } from '../../delivery/write-file.ts';
import { knownPrompts } from '../../project/prompts/known-prompts.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { counted } from '../words.ts';

export async function run([file = '']: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const prompts = await knownPrompts(project);
  const changed = await writeFileAtomically(resolve(file), new TextEncoder().encode(typesFile(prompts)));
  const names = prompts.map(({ prompt }) => prompt);
  output.printJson({ file, prompts: names, changed });
  const state = changed ? 'written' : 'up to date';
  output.print(`${project.display(resolve(file))} is ${state}: ${counted(names.length, 'prompt')}`);
}
