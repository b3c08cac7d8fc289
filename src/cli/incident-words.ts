import { formatTime } from '../core/format.ts';
import { type Incident, missingOf } from '../core/incident.ts';

/** `open incident 1: Refund answers are wrong (v8, since 22 Aug 2026 14:03 UTC); needs a cause and a case` */
export function openIncidentWords(incident: Incident): string {
  const { incident: number, text, from, affectedSince } = incident;
  return `incident ${number} is open: ${text} (v${from.version}, live since ${formatTime(affectedSince)}); ${needsWords(incident)}`;
}

export function needsWords(incident: Incident): string {
  const missing = missingOf(incident);
  return missing.length === 0 ? 'needs nothing more' : `needs ${missing.join(' and ')}`;
}

/** An incident as its records leave it, line by line. */
export function incidentLines(incident: Incident): string[] {
  const { prompt, alias, from, to, cases } = incident;
  const rows: [string, string][] = [
    ['what', incident.text],
    ['versions', `v${from.version} → v${to.version} of ${alias}, move ${incident.move}`],
    ['run', incident.run ?? '–'],
    ['affected since', formatTime(incident.affectedSince)],
    ['users', incident.users ?? '–'],
    ['workflows', incident.workflows ?? '–'],
    ['root cause', incident.cause ?? '–'],
    ['cases', cases.map(({ file, id }) => `${id} in ${file}`).join(', ') || '–'],
    ['rollback owner', incident.rollbackOwner],
    ['opened', `${formatTime(incident.openedAt)} by ${incident.openedBy}`],
    ...(incident.closedAt === null ? [] : [['closed', formatTime(incident.closedAt)] as [string, string]]),
  ];
  const state = incident.status === 'closed' ? 'closed' : `open: ${needsWords(incident)}`;
  return [
    `Incident ${incident.incident} of ${prompt} is ${state}`,
    ...rows.map(([label, value]) => `  ${label.padEnd(14)}  ${value}`),
  ];
}

/** The next step towards closing it; undefined where it is closed. */
export function nextStep({ prompt, incident, cause, cases, run }: Incident): string | undefined {
  if (cause === null) return `When the cause is known: prompteval incident ${prompt} ${incident} --cause "…"`;
  if (cases.length > 0) return undefined;
  return `So that it can't come back: prompteval dataset add ${prompt} --incident ${incident} --from-trial ${run ?? '<run-id>'}:<case-id>`;
}
