import { findPrompt } from '../../project/opening/open-project.ts';
import { freezeAlias } from '../../project/release/freeze-alias.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run(
  [name = '']: string[],
  flags: GlobalOptions & { alias: string; reason: string },
): Promise<void> {
  const { output, project } = await open(flags);
  const { alias, reason } = flags;
  const prompt = findPrompt(project, name).name;
  const move = await freezeAlias(project, prompt, { kind: 'freeze', alias, reason });
  output.print(`Frozen: ${alias} of ${prompt} stays at v${move.to.version}; only a rollback can move it.`);
  output.printJson(move);
  output.note(`Lift it with: prompteval unfreeze ${prompt}${alias === 'stable' ? '' : ` --alias ${alias}`}`);
}
