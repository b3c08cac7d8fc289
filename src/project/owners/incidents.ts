import { relative, sep } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { type Incident, type IncidentCase, incidentsOf } from '../../core/incident.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { ownersOf } from '../../owners/owners.ts';
import { readMoves } from '../../registry/aliases.ts';
import {
  listPromptsWithIncidents,
  openIncident,
  readIncidentRecords,
  updateIncident,
} from '../../registry/incidents.ts';
import { liveAt } from '../../registry/live-at.ts';
import { findActor } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { tellOfIncident } from '../opening/webhooks.ts';
import { identify } from './identity.ts';
import { loadOwners } from './owners.ts';

/** What is known of those an incident reached, in free text. */
export interface Affected {
  users?: string | undefined;
  workflows?: string | undefined;
}

/** The incidents of a prompt, the oldest first; of every prompt that had one where none is named. */
export async function listIncidents(project: Project, prompt?: string): Promise<Incident[]> {
  const prompts = prompt === undefined ? await listPromptsWithIncidents(project.store) : [prompt];
  const records = await Promise.all(prompts.map((name) => readIncidentRecords(project.store, name)));
  return records.flatMap(incidentsOf);
}

/** @throws InputError that names the incidents there are. */
export async function requireIncident(project: Project, prompt: string, number: number): Promise<Incident> {
  const incidents = await listIncidents(project, prompt);
  const found = incidents.find(({ incident }) => incident === number);
  if (found) return found;
  const hint =
    incidents.length === 0
      ? 'It never had one; one is opened with: prompteval rollback --incident "…"'
      : `Known: ${incidents.map(({ incident }) => incident).join(', ')}`;
  throw new InputError({ message: `${prompt} has no incident ${number}`, hint });
}

/** Opens an incident about a rollback that happened. */
export async function openIncidentOf(
  project: Project,
  { prompt, alias, seq, from, to, actor }: MoveRecord,
  { text, users, workflows }: Affected & { text: string },
): Promise<Incident> {
  if (from === null) throw new InputError({ message: `move ${seq} of ${alias} took nothing back` });
  const earlier = (await readMoves(project.store, prompt, alias)).filter((move) => move.seq < seq);
  const live = liveAt(earlier, new Date(8.64e15));
  const release = earlier.findLast((move) => move.to.digest === from.digest && move.evidence !== null);
  const at = new Date().toISOString();
  const { incident } = await openIncident(project.store, {
    prompt,
    text: text.trim(),
    alias,
    move: seq,
    from,
    to,
    run: release?.evidence?.run ?? null,
    affectedSince: live?.move.at ?? at,
    users: users ?? null,
    workflows: workflows ?? null,
    rollbackOwner: await rollbackOwner(project, prompt, actor),
    by: await recorderOf(project),
    at,
  });
  const opened = await requireIncident(project, prompt, incident);
  tellOfIncident(project, opened);
  return opened;
}

/** The rollback that it is about needed no network, and its record must not be lost for a mistake in OWNERS.yml either. */
async function recorderOf(project: Project): Promise<string> {
  try {
    return (await identify(project, { offline: true })).name;
  } catch (error) {
    if (error instanceof InputError) return findActor(project.config.root);
    throw error;
  }
}

/** Who is named for it, else who did it. A mistake in OWNERS.yml must not lose the record. */
async function rollbackOwner(project: Project, prompt: string, actor: string): Promise<string> {
  try {
    return ownersOf(await loadOwners(project), prompt).rollback.join(', ') || actor;
  } catch (error) {
    if (error instanceof InputError) return actor;
    throw error;
  }
}

/** The same later, for a rollback that was made without one: the alias's newest. */
export async function openIncidentLater(
  project: Project,
  prompt: string,
  alias: string,
  words: Affected & { text: string },
): Promise<Incident> {
  const moves = await readMoves(project.store, prompt, alias);
  const rollback = moves.findLast((move) => move.kind === 'rollback');
  if (!rollback) throw new InputError({ message: `${alias} of ${prompt} was never rolled back` });
  const known = (await listIncidents(project, prompt)).find(
    (incident) => incident.alias === alias && incident.move === rollback.seq,
  );
  if (known) {
    const message = `incident ${known.incident} is about that rollback already (move ${rollback.seq} of ${alias})`;
    throw new InputError({ message });
  }
  return openIncidentOf(project, rollback, words);
}

/** Appends what was learned. */
export async function updateIncidentOf(
  project: Project,
  { prompt, incident }: Pick<Incident, 'prompt' | 'incident'>,
  news: Affected & { cause?: string | undefined; case?: IncidentCase | undefined },
): Promise<Incident> {
  await requireIncident(project, prompt, incident);
  await updateIncident(project.store, {
    prompt,
    incident,
    cause: news.cause?.trim() ?? null,
    users: news.users ?? null,
    workflows: news.workflows ?? null,
    case: news.case ?? null,
    by: await recorderOf(project),
    at: new Date().toISOString(),
  });
  return requireIncident(project, prompt, incident);
}

/** A dataset's file as a record names it: the same on every machine. */
export function recordedFile(project: Project, file: string): string {
  return relative(project.config.root, file).split(sep).join('/');
}
