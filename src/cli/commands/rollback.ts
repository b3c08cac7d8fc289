import { findPrompt, openProject } from '../../project/open-project.ts';
import { rollbackPrompt } from '../../project/release.ts';
import { createOutput, type GlobalOptions } from '../output.ts';

interface RollbackFlags extends GlobalOptions {
  to?: string;
  reason: string;
  alias: string;
}

export async function run([name = '']: string[], flags: RollbackFlags): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const move = await rollbackPrompt(project, findPrompt(project, name), flags);
  output.print(
    `Rolled back: ${move.alias} of ${name} is v${move.to.version} again (was v${move.from?.version}).`,
  );
  output.print(`v${move.from?.version} can be released again only by a run made from now on.`);
  output.printJson(move);
}
