import { InputError } from '../../core/errors.ts';
import { findPrompt } from '../../project/open-project.ts';
import { rollbackPrompt } from '../../project/rollback-prompt.ts';
import { listPublishedPrompts } from '../../registry/versions.ts';
import { inspect } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

interface RollbackFlags extends GlobalOptions {
  to?: string;
  reason: string;
  alias: string;
}

export async function run([name = '']: string[], flags: RollbackFlags): Promise<void> {
  const { output, project, problems } = await inspect(flags);
  if (project === null) throw new InputError(problems);
  // At night, a typo in a gate must not stand between the engineer and the version that worked.
  if (problems.length > 0)
    output.note(`The config has problems (see prompteval validate); a rollback does not need it.`);
  const published = await listPublishedPrompts(project.store);
  const move = await rollbackPrompt(
    project,
    published.includes(name) ? name : findPrompt(project, name).name,
    flags,
  );
  output.print(
    `Rolled back: ${move.alias} of ${name} is v${move.to.version} again (was v${move.from?.version}).`,
  );
  output.printJson(move);
  output.note(`v${move.from?.version} can be released again only by a run made from now on.`);
}
