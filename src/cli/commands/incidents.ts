import { formatTime } from '../../core/format.ts';
import { missingOf } from '../../core/incident.ts';
import { listIncidents } from '../../project/owners/incidents.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';
import { table } from '../table.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const { output, project, problems } = await openRegistryOf(flags);
  const prompt = name === undefined ? undefined : await promptOfRegistry(project, name, problems);
  const incidents = (await listIncidents(project, prompt)).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  output.printJson(incidents);
  if (incidents.length === 0) {
    output.print('no incident yet');
    return;
  }
  const rows = incidents.map((incident) => [
    incident.prompt,
    String(incident.incident),
    incident.status,
    `v${incident.from.version} → v${incident.to.version}`,
    formatTime(incident.affectedSince),
    missingOf(incident).join(', '),
    incident.text,
  ]);
  output.print(
    table(['prompt', 'n', 'status', 'rollback', 'affected since', 'needs', 'what'], rows, {
      width: output.width,
      cut: ['prompt', 'what'],
    }),
  );
}
