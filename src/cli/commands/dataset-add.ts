import { resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { printable } from '../../core/text.ts';
import { addCase } from '../../project/cases/add-case.ts';
import type { CaseSource } from '../../project/cases/new-case.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { recordedFile, requireIncident, updateIncidentOf } from '../../project/owners/incidents.ts';
import { incidentLines, nextStep } from '../incident-words.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

interface AddFlags extends GlobalOptions {
  fromTrial?: string;
  fromFile?: string;
  id?: string;
  expected?: string;
  tag?: string[];
  critical?: boolean;
  incident?: number;
  dataset?: string;
}

export async function run([name = '']: string[], flags: AddFlags): Promise<void> {
  const source = readSource(flags);
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { id, expected, tag: tags, critical, incident: number } = flags;
  const known = number === undefined ? null : await requireIncident(project, prompt.name, number);
  const file = flags.dataset === undefined ? undefined : resolve(flags.dataset);
  const added = await addCase(project, prompt, { source, id, expected, tags, critical, file });
  const place = { file: recordedFile(project, added.file), id: added.case.id };
  output.print(
    printable(`Added case ${place.id} to ${project.display(added.file)}; the next run asks it too.`),
  );
  if (added.leftOut.length > 0) output.note(`Left out, for want of a column: ${added.leftOut.join(', ')}`);
  if (added.alike.length > 0)
    output.note(`The same input is already in: ${added.alike.join(', ')}. Both count.`);
  const incident = known === null ? null : await updateIncidentOf(project, known, { case: place });
  output.printJson({ prompt: prompt.name, file: place.file, case: added.case, incident });
  if (incident === null) return;
  output.print(printable(incidentLines(incident)[0] ?? ''));
  const next = nextStep(incident);
  if (next) output.note(next);
}

function readSource({ fromTrial, fromFile }: AddFlags): CaseSource {
  if ((fromTrial === undefined) === (fromFile === undefined)) {
    throw new InputError({
      message: 'a case is taken from one place',
      expected: '--from-trial <run-id>:<case-id> or --from-file <json>',
    });
  }
  if (fromFile !== undefined) return { file: resolve(fromFile) };
  const [, run, testCase] = /^([^:]+):(.+)$/s.exec(fromTrial ?? '') ?? [];
  if (run === undefined || testCase === undefined) {
    throw new InputError({
      field: '--from-trial',
      message: `"${fromTrial}" names no case of a run`,
      expected: '<run-id>:<case-id>, such as 20261121-154501-9f3c1a:billing-001',
    });
  }
  return { trial: { run, case: testCase } };
}
