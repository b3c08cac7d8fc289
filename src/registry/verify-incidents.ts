import type { IncidentRecord } from '../core/incident.ts';
import type { Store } from '../core/registry.ts';
import { readMove } from './aliases.ts';
import { samePointer } from './chain.ts';
import { type Finding, orFinding, readDespiteGaps } from './finding.ts';
import { parseIncidentRecord } from './incident-record.ts';
import { incidentLinkProblem, type StoredIncidentRecord } from './incidents.ts';
import { isAsWritten, notAsWritten } from './record-bytes.ts';
import type { KnownVersions } from './verify-versions.ts';

/** Walks the records of a prompt's incidents; after one that does not fit it goes on with the next. */
export async function verifyIncidents(
  store: Store,
  folder: string,
  listed: readonly number[],
  versions: KnownVersions,
  findings: Finding[],
): Promise<void> {
  let previous: StoredIncidentRecord | null | undefined = null;
  const opened = new Set<number>();
  let isWhole = true;
  for await (const { number, key, bytes } of readDespiteGaps(store, folder, listed, findings)) {
    const record = await orFinding(key, findings, () => parseIncidentRecord(key, bytes));
    if (!record) {
      previous = undefined;
      isWhole = false;
      continue;
    }
    const isNext: boolean = previous !== undefined && (previous?.record.seq ?? 0) + 1 === number;
    isWhole &&= isNext;
    const problems = [
      isNext && previous !== undefined ? incidentLinkProblem(previous, record) : undefined,
      isAsWritten(record, bytes) ? undefined : notAsWritten,
      ...recordProblems(record, versions),
      await moveProblem(store, record),
      isWhole ? orderProblem(record, opened) : undefined,
    ];
    for (const message of problems) if (message !== undefined) findings.push({ key, message });
    if (record.kind === 'open') opened.add(record.incident);
    previous = { key, bytes, record };
  }
}

function recordProblems(record: IncidentRecord, versions: KnownVersions): string[] {
  if (record.kind === 'update') return [];
  return [record.from, record.to]
    .filter(({ version, digest }) => versions.get(version) !== digest)
    .map(({ version }) => `names version ${version}, which does not exist or has another digest`);
}

/** A move that can't be read is a finding of its own. */
async function moveProblem(store: Store, record: IncidentRecord): Promise<string | undefined> {
  if (record.kind === 'update') return undefined;
  const { prompt, alias, move: seq, from, to } = record;
  const damage: Finding[] = [];
  const move = (await orFinding('', damage, () => readMove(store, prompt, alias, seq)))?.move;
  if (damage.length > 0) return undefined;
  if (move === undefined) return `is about move ${seq} of ${alias}, which does not exist`;
  if (move.kind !== 'rollback') return `is about move ${seq} of ${alias}, which is no rollback`;
  if (samePointer(move.from, from) && samePointer(move.to, to)) return undefined;
  return `names other versions than move ${seq} of ${alias}, which it is about`;
}

/** Says nothing where an earlier record is missing or can't be read: that is a finding of its own. */
function orderProblem({ kind, incident }: IncidentRecord, opened: ReadonlySet<number>): string | undefined {
  if (kind === 'open') return opened.has(incident) ? `opens incident ${incident} a second time` : undefined;
  return opened.has(incident) ? undefined : `is about incident ${incident}, which nobody opened`;
}
