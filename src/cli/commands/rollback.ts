import { findPrompt } from '../../project/open-project.ts';
import { rollbackPrompt } from '../../project/rollback-prompt.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

interface RollbackFlags extends GlobalOptions {
  to?: string;
  reason: string;
  alias: string;
}

export async function run([name = '']: string[], flags: RollbackFlags): Promise<void> {
  const { output, project } = await open(flags);
  const move = await rollbackPrompt(project, findPrompt(project, name), flags);
  output.print(
    `Rolled back: ${move.alias} of ${name} is v${move.to.version} again (was v${move.from?.version}).`,
  );
  output.printJson(move);
  output.note(`v${move.from?.version} can be released again only by a run made from now on.`);
}
