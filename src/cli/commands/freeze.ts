import { freezeAlias } from '../../project/release/freeze-alias.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';

export async function run(
  [name = '']: string[],
  flags: GlobalOptions & { alias: string; reason: string },
): Promise<void> {
  const { output, project, problems } = await openRegistryOf(flags);
  const { alias, reason } = flags;
  const prompt = await promptOfRegistry(project, name, problems);
  const move = await freezeAlias(project, prompt, { kind: 'freeze', alias, reason });
  output.print(`Frozen: ${alias} of ${prompt} stays at v${move.to.version}; only a rollback can move it.`);
  output.printJson(move);
  output.note(`Lift it with: prompteval unfreeze ${prompt}${alias === 'stable' ? '' : ` --alias ${alias}`}`);
}
