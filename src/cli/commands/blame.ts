import { shortDigest } from '../../core/digest.ts';
import { formatMoment } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { readMoves, requireAlias } from '../../registry/aliases.ts';
import { type LiveAt, liveAt } from '../../registry/live-at.ts';
import { moveFacts, moveWords, whenAndWho } from '../move-words.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { parseMoment } from '../parse-moment.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';

export async function run(
  [name = '']: string[],
  flags: GlobalOptions & { at: string; alias: string },
): Promise<void> {
  const at = parseMoment('--at', flags.at, new Date());
  const { output, project, problems } = await openRegistryOf(flags);
  const prompt = await promptOfRegistry(project, name, problems);
  const { alias } = flags;
  await requireAlias(project.store, prompt, alias);
  const moves = await readMoves(project.store, prompt, alias);
  const found = liveAt(moves, at);
  const time = formatMoment(at.toISOString());
  if (found === null) {
    const [first] = moves;
    output.print(
      printable(
        `${time}: nothing was ${alias} of ${prompt}; its first move was on ${formatMoment(first?.at ?? '')}`,
      ),
    );
  } else {
    output.print(describe(time, found).map(printable).join('\n'));
  }
  output.printJson({
    prompt,
    alias,
    at: at.toISOString(),
    live: found && { ...found.move.to, since: found.move.at, until: found.replacedBy?.at ?? null },
    move: found?.move ?? null,
    replacedBy: found?.replacedBy ?? null,
  });
}

function describe(time: string, { move, replacedBy }: LiveAt): string[] {
  const { prompt, alias, to } = move;
  const fact = (label: string, text: string) => `  ${label.padEnd(13)} ${text}`;
  return [
    `${time}: ${alias} of ${prompt} was v${to.version} ${shortDigest(to.digest)}`,
    fact('put there', whenAndWho(move)),
    fact('', moveWords(moveFacts(move))),
    ...(replacedBy === null
      ? [fact('replaced', 'not yet: it is live')]
      : [
          fact('replaced', `${whenAndWho(replacedBy)}, with v${replacedBy.to.version}`),
          fact('', moveWords(moveFacts(replacedBy))),
        ]),
  ];
}
