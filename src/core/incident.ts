import type { VersionPointer } from './registry.ts';

/** Opens an incident: what is known when a version is taken back. Never changed; what is learned later is appended. */
export interface IncidentOpened {
  v: 1;
  prompt: string;
  /** Of this record among all records of the prompt's incidents. */
  seq: number;
  /** The digest of the record before this one; null for the first. */
  prevSha256: string | null;
  kind: 'open';
  /** Counts the prompt's incidents from 1. */
  incident: number;
  /** What happened, in the words of whoever rolled back. */
  text: string;
  alias: string;
  /** The rollback's place in the alias's chain. */
  move: number;
  /** The version that was taken back. */
  from: VersionPointer;
  to: VersionPointer;
  /** The run that the version taken back was released on; null where it was released on none. */
  run: string | null;
  /** When that version went live. ISO 8601 UTC. */
  affectedSince: string;
  users: string | null;
  workflows: string | null;
  /** Who answers for the rollback. */
  rollbackOwner: string;
  by: string;
  at: string;
}

/** A case that an incident left in a dataset. */
export interface IncidentCase {
  /** The dataset's file, relative to the config. */
  file: string;
  id: string;
}

/** What was learned about an incident. null is what this record says nothing about. */
export interface IncidentUpdated {
  v: 1;
  prompt: string;
  seq: number;
  prevSha256: string | null;
  kind: 'update';
  incident: number;
  cause: string | null;
  users: string | null;
  workflows: string | null;
  case: IncidentCase | null;
  by: string;
  at: string;
}

export type IncidentRecord = IncidentOpened | IncidentUpdated;

/** An incident as its records leave it: the newest word on each. */
export interface Incident {
  prompt: string;
  incident: number;
  /** `closed` once it has a cause and a case. */
  status: 'open' | 'closed';
  text: string;
  alias: string;
  move: number;
  from: VersionPointer;
  to: VersionPointer;
  run: string | null;
  affectedSince: string;
  users: string | null;
  workflows: string | null;
  cause: string | null;
  cases: IncidentCase[];
  rollbackOwner: string;
  openedBy: string;
  openedAt: string;
  /** When the last of cause and case came; null while it is open. */
  closedAt: string | null;
}

/** Folds the records of a prompt, in order, into its incidents, the oldest first. */
export function incidentsOf(records: readonly IncidentRecord[]): Incident[] {
  const incidents = new Map<number, Incident>();
  for (const record of records) {
    if (record.kind === 'open') incidents.set(record.incident, opened(record));
    else {
      const known = incidents.get(record.incident);
      if (known) incidents.set(record.incident, updated(known, record));
    }
  }
  return [...incidents.values()];
}

/** What an open incident still needs, in words. */
export function missingOf({ cause, cases }: Pick<Incident, 'cause' | 'cases'>): string[] {
  return [...(cause === null ? ['a cause'] : []), ...(cases.length === 0 ? ['a case'] : [])];
}

function opened(record: IncidentOpened): Incident {
  const { v: _v, seq: _seq, prevSha256: _prev, kind: _kind, by, at, ...facts } = record;
  return { ...facts, status: 'open', cause: null, cases: [], openedBy: by, openedAt: at, closedAt: null };
}

function updated(known: Incident, record: IncidentUpdated): Incident {
  const isNew = !known.cases.some(({ file, id }) => file === record.case?.file && id === record.case.id);
  const next = {
    ...known,
    cause: record.cause ?? known.cause,
    users: record.users ?? known.users,
    workflows: record.workflows ?? known.workflows,
    cases: record.case !== null && isNew ? [...known.cases, record.case] : known.cases,
  };
  if (known.status === 'closed' || missingOf(next).length > 0) return next;
  return { ...next, status: 'closed', closedAt: record.at };
}
