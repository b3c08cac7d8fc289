import { InputError } from '../../core/errors.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { printable } from '../../core/text.ts';
import type { Project } from '../../project/opening/open-project.ts';
import { openIncidentOf } from '../../project/owners/incidents.ts';
import { rollbackPrompt } from '../../project/release/rollback-prompt.ts';
import { incidentLines, nextStep } from '../incident-words.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';
import { errorDocument } from '../show-error.ts';

interface RollbackFlags extends GlobalOptions {
  to?: string;
  reason?: string;
  alias: string;
  incident?: string;
  users?: string;
  workflows?: string;
}

export async function run([name = '']: string[], flags: RollbackFlags): Promise<void> {
  const reason = flags.reason ?? flags.incident;
  if (reason === undefined) {
    throw new InputError({
      field: '--reason',
      message: 'a rollback says why',
      expected: '--reason <text>, or --incident <text>',
    });
  }
  const { output, project, problems } = await openRegistryOf(flags);
  const move = await rollbackPrompt(project, await promptOfRegistry(project, name, problems), {
    ...flags,
    reason,
  });
  output.print(
    `Rolled back: ${move.alias} of ${name} is v${move.to.version} again (was v${move.from?.version}).`,
  );
  const incident = flags.incident === undefined ? undefined : await record(output, project, move, flags);
  output.printJson(incident === undefined ? move : { ...move, incident });
  output.note(`v${move.from?.version} can be released again only by a run made from now on.`);
  const next = incident && nextStep(incident);
  if (next) output.note(next);
}

/** The move stands whatever becomes of this, so a failure says how to go on and not to roll back once more. */
async function record(output: Output, project: Project, move: MoveRecord, flags: RollbackFlags) {
  const { incident: text = '', users, workflows } = flags;
  const { prompt, alias, to } = move;
  try {
    const incident = await openIncidentOf(project, move, { text, users, workflows });
    output.print(printable(incidentLines(incident).join('\n')));
    return incident;
  } catch (error) {
    const option = alias === 'stable' ? '' : ` --alias ${alias}`;
    const why = errorDocument(error).message.replace(/\.+$/, '');
    project.warn(
      `${alias} of ${prompt} WAS rolled back to v${to.version}; only the incident was not recorded: ${why}. ` +
        `Do not repeat the command. When that is mended: prompteval incident ${prompt}${option} --open "…"`,
    );
    return null;
  }
}
