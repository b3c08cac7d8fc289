import { formatTime } from '../../core/format.ts';
import { excerpt } from '../../core/text.ts';
import { findPrompt, openProject } from '../../project/open-project.ts';
import { readMoves } from '../../registry/aliases.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

export async function run([name = '']: string[], flags: GlobalOptions & { alias: string }): Promise<void> {
  const output = createOutput(flags);
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const prompt = findPrompt(project, name);
  const moves = [...(await readMoves(project.store, prompt.name, flags.alias))].reverse();
  const rows = moves.map((move) => [
    String(move.seq),
    formatTime(move.at),
    move.kind,
    `${move.from ? `v${move.from.version}` : 'nothing'} → v${move.to.version}`,
    move.actor,
    move.evidence?.run ?? '–',
    excerpt(move.reason ?? '', 60),
  ]);
  output.print(
    moves.length === 0
      ? `${flags.alias} of ${name} has never moved`
      : table(['seq', 'at', 'kind', 'move', 'by', 'run', 'reason'], rows),
  );
  output.printJson(moves);
}
