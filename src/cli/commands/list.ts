import { formatTime } from '../../core/format.ts';
import { type ListedPrompt, listPrompts } from '../../project/overview/list-prompts.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run(_args: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const entries = await listPrompts(project);
  const rows = entries.map(({ prompt, owner, stable, lastRun }) => [
    prompt,
    owner ?? '–',
    stable === null ? 'nothing live' : `v${stable.version} since ${formatTime(stable.since)}`,
    lastRun === null ? 'no run here' : verdictOf(lastRun),
    lastRun === null ? '' : lastRun.id,
  ]);
  output.print(
    table(['prompt', 'owner', 'stable', 'last verdict', 'run'], rows, {
      width: output.width,
      cut: ['owner', 'prompt'],
    }),
  );
  for (const { unreadable } of entries) unreadable.forEach(project.warn);
  output.printJson(entries);
}

/** `pass`, `pass (smoke)` */
function verdictOf({ verdict, kind }: NonNullable<ListedPrompt['lastRun']>): string {
  return kind === null ? verdict : `${verdict} (${kind})`;
}
