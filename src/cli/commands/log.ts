import { formatCount, formatTime } from '../../core/format.ts';
import { findPrompt } from '../../project/open-project.ts';
import { readMoves, requireAlias } from '../../registry/aliases.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { table } from '../table.ts';

/** Every prompt has it, moved or not. */
const usualAlias = 'stable';

export async function run([name = '']: string[], flags: GlobalOptions & { alias: string }): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { alias } = flags;
  if (alias !== usualAlias) await requireAlias(project.store, prompt.name, alias);
  const moves = (await readMoves(project.store, prompt.name, alias)).reverse();
  output.printJson(moves);
  if (moves.length === 0) {
    output.print(`${alias} of ${name} has never moved`);
    return;
  }
  const rows = moves.map((move) => [
    String(move.seq),
    formatTime(move.at),
    move.kind,
    `${move.from ? `v${move.from.version}` : 'nothing'} → v${move.to.version}`,
    move.actor,
    move.evidence?.run ?? '–',
    move.evidence?.attempt === undefined ? '–' : formatCount(move.evidence.attempt),
    move.reason ?? '',
  ]);
  output.print(
    table(['seq', 'at', 'kind', 'move', 'by', 'run', 'attempt', 'reason'], rows, {
      width: output.width,
      cut: ['by', 'reason'],
    }),
  );
}
