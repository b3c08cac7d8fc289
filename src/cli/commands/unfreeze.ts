import { findPrompt } from '../../project/opening/open-project.ts';
import { freezeAlias } from '../../project/release/freeze-alias.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run(
  [name = '']: string[],
  flags: GlobalOptions & { alias: string; reason?: string },
): Promise<void> {
  const { output, project } = await open(flags);
  const { alias, reason = null } = flags;
  const prompt = findPrompt(project, name).name;
  const move = await freezeAlias(project, prompt, { kind: 'unfreeze', alias, reason });
  output.print(`Unfrozen: ${alias} of ${prompt} is at v${move.to.version} and can be released again.`);
  output.printJson(move);
}
