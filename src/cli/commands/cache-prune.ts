import { counted, formatCount } from '../../core/format.ts';
import { pruneAnswers } from '../../project/models/prune-answers.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

/** As the option's help says. */
const thirtyDays = 30 * 86_400_000;

export async function run(_: string[], flags: GlobalOptions & { olderThan?: number }): Promise<void> {
  const { output, project } = await open(flags);
  const pruned = await pruneAnswers(
    project.config.root,
    new Date(Date.now() - (flags.olderThan ?? thirtyDays)),
  );
  const megabytes = (pruned.bytes / 1_000_000).toFixed(1);
  output.print(
    `Removed ${counted(pruned.removed, 'answer')} (${megabytes} MB) from the cache; ${formatCount(pruned.kept)} stay.`,
  );
  output.printJson(pruned);
  const { stuck = [] } = pruned;
  for (const { path, why } of stuck) project.warn(`${project.display(path)} could not be removed: ${why}`);
  if (stuck.length > 0) process.exitCode = 2;
}
