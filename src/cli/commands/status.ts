import { shortDigest } from '../../core/digest.ts';
import { formatCount, formatTime } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { findPrompt } from '../../project/open-project.ts';
import { type PromptStatus, promptStatus } from '../../project/status.ts';
import { open } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  const prompts = name === undefined ? [...project.config.prompts.values()] : [findPrompt(project, name)];
  const statuses = await Promise.all(prompts.map((prompt) => promptStatus(project, prompt)));
  output.print(statuses.map((status) => describe(output, status).join('\n')).join('\n\n'));
  output.printJson(name === undefined ? statuses : statuses[0]);
  const [first] = statuses.filter((status) => Object.keys(status.aliases).length === 0);
  if (first) output.note(`Release it with: prompteval release ${first.prompt}`);
}

type Head = PromptStatus['aliases'][string];

function describe(output: Output, status: PromptStatus): string[] {
  const aliases = Object.entries(status.aliases);
  const label = Math.max(6, ...aliases.map(([alias]) => alias.length));
  const line = (name: string, text: string) => `  ${printable(`${name.padEnd(label)}  ${text}`)}`;
  return [
    output.bold(printable(status.prompt)),
    ...aliases.flatMap(([alias, head]) => [
      line(
        alias,
        `v${head.version} ${shortDigest(head.digest)}, since ${formatTime(head.since)}, by ${head.by}`,
      ),
      output.dim(line('', lastMove(head))),
      ...warningsOf(head).map((warning) => line('', warning)),
    ]),
    ...(aliases.length === 0 ? [line('stable', 'nothing is live')] : []),
    line('latest', status.latest === null ? 'no version yet' : `v${status.latest}`),
    line('draft', describeDraft(status)),
  ];
}

function lastMove({ seq, kind, run, attempt, reason }: Head): string {
  const tried = attempt === null ? '' : `, attempt ${formatCount(attempt)}`;
  const evidence = run === null ? '' : ` on run ${run}${tried}`;
  return `move ${seq}: ${deeds[kind] ?? kind}${evidence}${reason === null ? '' : `, because: ${reason}`}`;
}

/** What the one who is on call has to know about what is live. */
function warningsOf({ frozen, reviewedBy, acceptedBy }: Head): string[] {
  const found: string[] = [];
  if (frozen) {
    const why = frozen.reason === null ? '' : `, because: ${frozen.reason}`;
    found.push(`FROZEN by ${frozen.by} since ${formatTime(frozen.since)}${why}`);
  }
  if (reviewedBy !== undefined) {
    found.push(reviewedBy === null ? 'override not reviewed yet' : `override reviewed by ${reviewedBy}`);
  }
  if (acceptedBy) found.push(`inconclusive, accepted by ${acceptedBy.join(', ')}`);
  return found;
}

const deeds: Record<string, string> = {
  promote: 'promoted',
  rollback: 'rolled back',
  freeze: 'frozen',
  unfreeze: 'unfrozen',
  override: 'OVERRIDDEN',
};

function describeDraft({ draft, aliases }: PromptStatus): string {
  if (draft === null) return 'cannot be read; see: prompteval validate';
  const state = !draft.changed
    ? 'is what stable names'
    : aliases.stable
      ? 'differs from stable'
      : 'is not released';
  return `${shortDigest(draft.digest)}, ${state}`;
}
