import { describe, expect, it } from 'vitest';
import { type IncidentRecord, incidentsOf, missingOf } from '../../src/core/incident.ts';
import type { VersionRecord } from '../../src/core/registry.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import {
  type IncidentOpening,
  type IncidentUpdate,
  openIncident,
  readIncidentRecords,
  updateIncident,
} from '../../src/registry/incidents.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { createMemoryStore, listAll } from './memory-store.ts';
import { at, digestOfPrompt, promotion, publish, request } from './records.ts';

const key = (seq: number) => `incidents/triage/000000000${seq}.json`;

function opening([from, to]: VersionRecord[], changes: Partial<IncidentOpening> = {}): IncidentOpening {
  const pointer = (version?: VersionRecord) => ({
    version: version?.version ?? 0,
    digest: version?.digest ?? '',
  });
  return {
    prompt: 'triage',
    text: 'Refund answers are wrong',
    alias: 'stable',
    move: 3,
    from: pointer(from),
    to: pointer(to),
    run: '20260822-140000-9f3c1a',
    affectedSince: at,
    users: null,
    workflows: null,
    rollbackOwner: 'mia',
    by: 'mia',
    at,
    ...changes,
  };
}

function update(changes: Partial<IncidentUpdate>): IncidentUpdate {
  const nothing = { cause: null, users: null, workflows: null, case: null };
  return { prompt: 'triage', incident: 1, ...nothing, by: 'ben', at, ...changes };
}

/** Version 2 was taken back by move 3. */
async function storeWithVersions() {
  const store = createMemoryStore();
  const [one, two] = [await publish(store, 'one'), await publish(store, 'two')];
  await appendMove(store, await promotion(store, null, one), 0);
  await appendMove(store, await promotion(store, one, two), 1);
  await appendMove(store, request(one, 'rollback'), 2);
  return { store, versions: [two, one] };
}

describe('an incident', () => {
  it('is open until it has a cause and a case, in either order', async () => {
    const { store, versions } = await storeWithVersions();
    await openIncident(store, opening(versions));
    await openIncident(store, opening(versions, { text: 'Another' }));
    await updateIncident(store, update({ case: { file: 'a.csv', id: 'b' }, users: '40' }));
    const now = async () => incidentsOf(await readIncidentRecords(store, 'triage'));
    expect((await now()).map(({ incident, status, closedAt }) => [incident, status, closedAt])).toEqual([
      [1, 'open', null],
      [2, 'open', null],
    ]);
    expect((await now()).map(missingOf)).toEqual([['a cause'], ['a cause', 'a case']]);
    await updateIncident(store, update({ cause: 'A rule was dropped', at: '2026-08-23T00:00:00.000Z' }));
    await updateIncident(store, update({ case: { file: 'a.csv', id: 'b' }, workflows: 'refunds' }));
    expect((await now())[0]).toEqual({
      ...opening(versions),
      by: undefined,
      at: undefined,
      incident: 1,
      status: 'closed',
      users: '40',
      workflows: 'refunds',
      cause: 'A rule was dropped',
      cases: [{ file: 'a.csv', id: 'b' }],
      openedBy: 'mia',
      openedAt: at,
      closedAt: '2026-08-23T00:00:00.000Z',
    });
  });

  it('is one of several, whoever writes at once', async () => {
    const { store, versions } = await storeWithVersions();
    const records = await Promise.all(
      Array.from({ length: 8 }, (_, index) => openIncident(store, opening(versions, { text: `${index}` }))),
    );
    expect(records.map((record) => record.incident).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await readIncidentRecords(store, 'triage')).length).toBe(8);
    const audit = await verifyRegistry(store, digestOfPrompt);
    expect(audit).toMatchObject({ checked: { incidents: 8 }, findings: [] });
  });
});

describe('the audit', () => {
  async function audited(tamper: (record: IncidentRecord & Record<string, unknown>) => void, seq = 1) {
    const { store, versions } = await storeWithVersions();
    await openIncident(store, opening(versions));
    await updateIncident(store, update({ cause: 'x' }));
    const bytes = store.entries.get(key(seq));
    const record = JSON.parse(new TextDecoder().decode(bytes));
    tamper(record);
    store.entries.set(key(seq), new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`));
    const { findings } = await verifyRegistry(store, digestOfPrompt);
    return { store, findings: findings.map((finding) => `${finding.key} ${finding.message}`) };
  }

  it('names a record that was changed, and reading stops at it', async () => {
    const { store, findings } = await audited((record) => {
      record.by = 'somebody';
    });
    expect(findings).toEqual([`${key(1)} was changed: its checksum does not fit its content`]);
    await expect(readIncidentRecords(store, 'triage')).rejects.toThrow('was changed');
  });

  it.each<[string, (record: Record<string, unknown>) => void, string]>([
    [
      'was rewritten with its checksum',
      (record) => Reflect.deleteProperty(record, 'checksum'),
      'is not as prompteval writes it',
    ],
    [
      'names no version',
      (record) => Object.assign(record, { from: { version: 9, digest: `sha256:${'0'.repeat(64)}` } }),
      'version 9',
    ],
    ['has a field more', (record) => Object.assign(record, { severity: 1 }), 'has the field "severity"'],
  ])('names one that %s', async (_, tamper, says) => {
    const { findings } = await audited((record) => {
      tamper(record);
      Reflect.deleteProperty(record, 'checksum');
    });
    expect(findings.join('\n')).toContain(says);
  });

  it.each<[string, Partial<IncidentOpening>, string]>([
    ['does not exist', { move: 4 }, 'is about move 4 of stable, which does not exist'],
    ['is of another alias', { alias: 'canary' }, 'is about move 3 of canary, which does not exist'],
    ['took nothing back', { move: 2 }, 'is about move 2 of stable, which is no rollback'],
  ])('names an incident whose move %s', async (_, changes, message) => {
    const { store, versions } = await storeWithVersions();
    await openIncident(store, opening(versions, changes));
    expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([{ key: key(1), message }]);
  });

  it('names an incident whose move was about other versions', async () => {
    const { store, versions } = await storeWithVersions();
    await openIncident(store, opening([...versions].reverse()));
    const message = 'names other versions than move 3 of stable, which it is about';
    expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([{ key: key(1), message }]);
  });

  it('names a record that is missing, one of another incident and one that does not follow', async () => {
    const { store, versions } = await storeWithVersions();
    await openIncident(store, opening(versions));
    await updateIncident(store, update({ incident: 7 }));
    await updateIncident(store, update({ cause: 'x' }));
    expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([
      { key: key(2), message: 'is about incident 7, which nobody opened' },
    ]);
    store.entries.delete(key(2));
    expect((await verifyRegistry(store, digestOfPrompt)).findings).toMatchObject([{ key: key(2) }]);
    expect(await listAll(store, 'incidents/')).toEqual([key(1), key(3)]);
  });
});
