import { ConflictError, IntegrityError } from '../core/errors.ts';
import type { IncidentOpened, IncidentRecord, IncidentUpdated } from '../core/incident.ts';
import type { Store } from '../core/registry.ts';
import { sha256Hex } from './chain.ts';
import { parseIncidentRecord } from './incident-record.ts';
import { incidentsFolder, nameOfSegment, numberedKey } from './keys.ts';
import { encodeRecord } from './record-bytes.ts';
import { readSequence } from './sequence.ts';

type Place = 'v' | 'seq' | 'prevSha256';

/** What is known when an incident is opened; the registry numbers it. */
export type IncidentOpening = Omit<IncidentOpened, Place | 'kind' | 'incident'>;
export type IncidentUpdate = Omit<IncidentUpdated, Place | 'kind'>;

/** Records that others write meanwhile move ours one further; so many in a row means that something else is wrong. */
const mostTries = 100;

export interface StoredIncidentRecord {
  key: string;
  bytes: Uint8Array;
  record: IncidentRecord;
}

/**
 * Every record of a prompt's incidents, in order.
 *
 * @throws IntegrityError that names the first record that is missing, damaged or does not follow the one before.
 */
export async function readIncidentRecords(store: Store, prompt: string): Promise<IncidentRecord[]> {
  return (await readStored(store, prompt)).map(({ record }) => record);
}

async function readStored(store: Store, prompt: string): Promise<StoredIncidentRecord[]> {
  const records: StoredIncidentRecord[] = [];
  for await (const { key, bytes } of readSequence(store, incidentsFolder(prompt))) {
    const current = { key, bytes, record: parseIncidentRecord(key, bytes) };
    const problem = incidentLinkProblem(records.at(-1) ?? null, current.record);
    if (problem) throw new IntegrityError(`${key} ${problem}`);
    records.push(current);
  }
  return records;
}

/** Why a record does not follow the one before it, to be read after its key; undefined where it does. */
export function incidentLinkProblem(
  previous: StoredIncidentRecord | null,
  { prevSha256 }: IncidentRecord,
): string | undefined {
  if (prevSha256 === (previous && sha256Hex(previous.bytes))) return undefined;
  return previous
    ? `does not follow ${previous.key}: its prevSha256 is that of another record`
    : 'is the first record, and its prevSha256 names one before it';
}

export async function openIncident(store: Store, opening: IncidentOpening): Promise<IncidentOpened> {
  return append(store, opening.prompt, (place, before) => {
    const incident = before.filter(({ kind }) => kind === 'open').length + 1;
    return { ...place, ...opening, kind: 'open', incident };
  });
}

export async function updateIncident(store: Store, update: IncidentUpdate): Promise<IncidentUpdated> {
  return append(store, update.prompt, (place) => ({ ...place, ...update, kind: 'update' }));
}

/** Unlike a move, a record about an incident stays true whatever others append before it, so it may be tried again. */
async function append<T extends IncidentRecord>(
  store: Store,
  prompt: string,
  make: (place: Pick<IncidentRecord, Place>, before: readonly IncidentRecord[]) => T,
): Promise<T> {
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await readStored(store, prompt);
    const last = before.at(-1);
    const place = { v: 1, seq: before.length + 1, prevSha256: last ? sha256Hex(last.bytes) : null } as const;
    const record = make(
      place,
      before.map((stored) => stored.record),
    );
    const key = numberedKey(incidentsFolder(prompt), place.seq);
    const bytes = encodeRecord(record);
    parseIncidentRecord(key, bytes);
    if ((await store.putIfAbsent(key, bytes)) === 'created') return record;
  }
  throw new ConflictError(`others kept writing to the incidents of ${prompt}; nothing was recorded`);
}

/** The prompts that ever had an incident, ascending by key. */
export async function listPromptsWithIncidents(store: Store): Promise<string[]> {
  const prompts = new Set<string>();
  for await (const key of store.list('incidents/')) {
    const name = nameOfSegment(key.split('/')[1] ?? '');
    if (name !== undefined) prompts.add(name);
  }
  return [...prompts];
}
