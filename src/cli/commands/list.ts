import { formatTime } from '../../core/format.ts';
import { openProject } from '../../project/open-project.ts';
import { listPrompts } from '../../project/portfolio.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run(_args: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const entries = await listPrompts(project);
  const rows = entries.map((entry) => [
    entry.prompt,
    entry.owner ?? '–',
    entry.stable === null
      ? 'nothing live'
      : `v${entry.stable.version} since ${formatTime(entry.stable.since)}`,
    entry.lastRun === null ? 'never run' : `${entry.lastRun.verdict} (${entry.lastRun.id})`,
  ]);
  output.print(table(['prompt', 'owner', 'stable', 'last verdict'], rows));
  output.printJson(entries);
}
