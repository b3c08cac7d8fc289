import { InputError } from '../../core/errors.ts';
import type { Incident, IncidentCase } from '../../core/incident.ts';
import { suggestion } from '../../core/suggest.ts';
import { printable } from '../../core/text.ts';
import { sourceOf } from '../../datasets/case-source.ts';
import { loadDataset } from '../../datasets/load-dataset.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import {
  openIncidentLater,
  recordedFile,
  requireIncident,
  updateIncidentOf,
} from '../../project/owners/incidents.ts';
import { incidentLines, nextStep } from '../incident-words.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { positiveInteger } from '../parse-options.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';

interface IncidentFlags extends GlobalOptions {
  open?: string;
  cause?: string;
  users?: string;
  workflows?: string;
  case?: string;
  alias: string;
}

export async function run([name = '', number]: string[], flags: IncidentFlags): Promise<void> {
  const { output, project, problems } = await openRegistryOf(flags);
  const prompt = await promptOfRegistry(project, name, problems);
  const incident = await change(project, prompt, number, flags);
  output.print(printable(incidentLines(incident).join('\n')));
  output.printJson(incident);
  const next = nextStep(incident);
  if (next) output.note(next);
}

async function change(
  project: Project,
  prompt: string,
  number: string | undefined,
  flags: IncidentFlags,
): Promise<Incident> {
  const { cause, users, workflows } = flags;
  if (flags.open !== undefined) {
    if (number !== undefined)
      throw new InputError({ field: '--open', message: `opens a new incident, and ${number} is named` });
    return openIncidentLater(project, prompt, flags.alias, { text: flags.open, users, workflows });
  }
  if (number === undefined) {
    throw new InputError({
      field: '<n>',
      message: 'which incident is not said',
      hint: `They are listed by: prompteval incidents ${prompt}`,
    });
  }
  const known = await requireIncident(project, prompt, positiveInteger('<n>')(number));
  if ([cause, users, workflows, flags.case].every((value) => value === undefined)) return known;
  const linked = flags.case === undefined ? undefined : await findCase(project, prompt, flags.case);
  return updateIncidentOf(project, known, { cause, users, workflows, case: linked });
}

/** A case that is in the prompt's dataset already. */
async function findCase(project: Project, prompt: string, id: string): Promise<IncidentCase> {
  const { datasets } = findPrompt(project, prompt);
  const { name, cases } = await loadDataset(datasets, { displayPath: (file) => recordedFile(project, file) });
  const found = cases.find((item) => item.id === id);
  if (found) return { file: sourceOf(found).file ?? name, id };
  const hint = suggestion(
    id,
    cases.map((item) => item.id),
  );
  throw new InputError({ field: '--case', message: `${name} has no case "${id}"`, ...(hint && { hint }) });
}
