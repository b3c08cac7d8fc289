import { formatTime, formatUsd } from '../../core/format.ts';
import { excerpt } from '../../core/text.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { listRuns, readRun } from '../../project/runs.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  if (name !== undefined) findPrompt(project, name);
  const entries = await Promise.all(
    (await listRuns(project, name)).map(async (stored) => {
      const run = await readRun(stored);
      return {
        id: stored.id,
        prompt: stored.prompt,
        status: run?.status ?? 'incomplete',
        verdict: run?.verdict.status ?? null,
        headline: run?.verdict.headline ?? null,
        startedAt: run?.startedAt ?? null,
        usd: run?.spend.usd ?? null,
        release: run?.release ?? null,
        folder: project.display(stored.path),
      };
    }),
  );
  const rows = entries.map((entry) => [
    entry.id,
    entry.prompt,
    entry.startedAt === null ? 'cut off' : formatTime(entry.startedAt),
    entry.status === 'complete' ? (entry.verdict ?? '') : `${entry.status}: ${entry.verdict ?? 'no verdict'}`,
    entry.release ? `released v${entry.release.to}` : '',
    entry.usd === null ? '' : formatUsd(entry.usd),
    excerpt(entry.headline ?? '', 60),
  ]);
  output.print(
    rows.length === 0
      ? 'no run yet; make one with: prompteval run'
      : table(['run', 'prompt', 'started', 'verdict', '', 'cost', 'why'], rows),
  );
  output.printJson(entries);
}
