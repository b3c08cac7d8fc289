import { shortDigest } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import { formatTime } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { type PromptStatus, promptStatus } from '../../project/overview/status.ts';
import { openIncidentWords } from '../incident-words.ts';
import { moveWords } from '../move-words.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';
import { waitingPlanLines } from '../release-plan.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const { output, project, problems } = await openRegistryOf(flags);
  if (name !== undefined && !project.config.prompts.has(name) && problems.length > 0)
    throw new InputError(problems);
  const prompts = name === undefined ? [...project.config.prompts.values()] : [findPrompt(project, name)];
  const statuses = await Promise.all(prompts.map((prompt) => promptStatus(project, prompt)));
  output.print(statuses.map((status) => describe(output, status).join('\n')).join('\n\n'));
  output.printJson(name === undefined ? statuses : statuses[0]);
  const [first] = statuses.filter((status) => Object.keys(status.aliases).length === 0);
  if (first) output.note(`Release it with: prompteval release ${first.prompt}`);
}

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
      output.dim(line('', moveWords(head))),
      ...warningsOf(status.prompt, alias, head).map((warning) => line('', warning)),
    ]),
    ...(aliases.length === 0 ? [line('stable', 'nothing is live')] : []),
    line('latest', status.latest === null ? 'no version yet' : `v${status.latest}`),
    line('draft', describeDraft(status)),
    ...planLines(status).map(([name, text]) => line(name, text)),
    ...status.incidents.map((incident) => `  ${printable(openIncidentWords(incident))}`),
  ];
}

type Head = PromptStatus['aliases'][string];

/** What the one who is on call has to know about what is live. */
function warningsOf(prompt: string, alias: string, head: Head): string[] {
  const { seq, frozen, reviewedBy, acceptedBy } = head;
  const found: string[] = [];
  if (frozen) {
    const why = frozen.reason === null ? '' : `, because: ${frozen.reason}`;
    found.push(`FROZEN by ${frozen.by} since ${formatTime(frozen.since)}${why}`);
  }
  if (reviewedBy !== undefined) {
    const option = alias === 'stable' ? '' : ` --alias ${alias}`;
    const how = `prompteval audit review ${prompt} --seq ${seq}${option} --reason "…"`;
    found.push(
      reviewedBy === null
        ? `override not reviewed yet; somebody else does that with: ${how}`
        : `override reviewed by ${reviewedBy}`,
    );
  }
  if (acceptedBy) found.push(`inconclusive, accepted by ${acceptedBy.join(', ')}`);
  return found;
}

function planLines({ prompt, plans }: PromptStatus): [string, string][] {
  if (plans === null) return [['plans', 'cannot be read; see: prompteval validate']];
  return plans.flatMap((plan) =>
    waitingPlanLines(prompt, plan).map((text, index): [string, string] => [index === 0 ? 'plan' : '', text]),
  );
}

function describeDraft({ draft, aliases }: PromptStatus): string {
  if (draft === null) return 'cannot be read; see: prompteval validate';
  const state = !draft.changed
    ? 'is what stable names'
    : aliases.stable
      ? 'differs from stable'
      : 'is not released';
  return `${shortDigest(draft.digest)}, ${state}`;
}
