import { describe, expect, it } from 'vitest';
import { digestBytes } from '../../src/core/digest.ts';
import { evidenceOf } from '../../src/core/evidence.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { getEvidence, putEvidence } from '../../src/registry/evidence.ts';
import { decodeRecord, encodeRecord } from '../../src/registry/record-bytes.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { createMemoryStore } from './memory-store.ts';
import {
  armOf,
  digestOfPrompt,
  promotion,
  promptFile,
  publish,
  releaseThree,
  request,
  rewrite,
  runFor,
} from './records.ts';

type Memory = ReturnType<typeof createMemoryStore>;

async function released(): Promise<Memory> {
  const store = createMemoryStore();
  await releaseThree(store);
  return store;
}

const version = (number: number) => `versions/triage/000000000${number}.json`;
const move = (number: number) => `aliases/triage/stable/000000000${number}.json`;

function edit(store: Memory, key: string, change: (text: string) => string): void {
  const before = new TextDecoder().decode(store.entries.get(key));
  const after = change(before);
  expect(after).not.toBe(before);
  store.entries.set(key, new TextEncoder().encode(after));
}

async function findings(store: Memory): Promise<string[]> {
  const audit = await verifyRegistry(store, digestOfPrompt);
  return audit.findings.map(({ key, message }) => `${key} ${message}`);
}

describe('verifyRegistry', () => {
  it('finds nothing in what was written properly', async () => {
    const store = await released();
    expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
      checked: { versions: 3, moves: 3, blobs: 3 },
      findings: [],
    });
    expect(await verifyRegistry(createMemoryStore(), digestOfPrompt)).toEqual({
      checked: { versions: 0, moves: 0, blobs: 0 },
      findings: [],
    });
  });

  it('compares the attempt with that of the run, where the run says what it comes from', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const earlier = { pass: 0, fail: 2, inconclusive: 1, unreadable: 0, elsewhere: 0 };
    const attempts = { mode: 'counted' as const, cases: 'sha256:cases', earlier, falsePass: 0.19 };
    const run = runFor(armOf(one), null, { attempt: 4, attempts });
    const evidence = evidenceOf(run, await putEvidence(store, run));
    expect(evidence.attempt).toBe(4);
    const written = await appendMove(store, { ...request(one, 'promote'), evidence }, 0);
    expect(written.evidence?.attempt).toBe(4);
    expect(await findings(store)).toEqual([]);

    rewrite(store.entries, move(1), (record) => ({ ...record, evidence: { ...evidence, attempt: 1 } }));
    expect(await findings(store)).toEqual([`${move(1)} says another attempt than the run that it rests on`]);
    rewrite(store.entries, move(1), (record) => ({ ...record, evidence: { ...evidence, attempt: 0 } }));
    expect(await findings(store)).toEqual([
      expect.stringContaining('its field evidence is missing or wrong'),
    ]);
  });

  it('takes records of before attempts were kept', async () => {
    const store = await released();
    const record = new TextDecoder().decode(store.entries.get(move(3)));
    expect(record).not.toContain('attempt');
    expect(await findings(store)).toEqual([]);
  });

  it.each<[string, (store: Memory) => void, string[]]>([
    [
      'a prompt that was changed',
      (store) => rewrite(store.entries, version(2), (record) => ({ ...record, file: promptFile('two!') })),
      [`${version(2)} was changed: its digest is not that of its prompt`],
    ],
    [
      'a version that is lost',
      (store) => store.entries.delete(version(2)),
      [
        `${version(2)} is missing, although ${version(3)} exists`,
        `${move(2)} names version 2, which does not exist`,
        `${move(3)} names version 2, which does not exist`,
      ],
    ],
    [
      'a version of a later format',
      (store) => rewrite(store.entries, version(3), (record) => ({ ...record, v: 9 })),
      [
        `${version(3)} has the format v: 9, and this prompteval knows only 1. A later release may have written it`,
        `${move(3)} names version 3, which does not exist`,
      ],
    ],
    [
      'two versions of one prompt',
      (store) => {
        store.entries.set(
          version(4),
          encodeRecord({
            ...decodeRecord('', store.entries.get(version(1)) ?? new Uint8Array()),
            version: 4,
          }),
        );
      },
      [`${version(4)} has the same digest as version 1`],
    ],
    [
      'a move that was rewritten',
      (store) => rewrite(store.entries, move(1), (record) => ({ ...record, actor: 'eve' })),
      [`${move(2)} does not follow ${move(1)}: its prevSha256 is that of another record`],
    ],
    [
      'a move that is lost',
      (store) => store.entries.delete(move(2)),
      [`${move(2)} is missing, although ${move(3)} exists`],
    ],
    [
      'a share',
      (store) => rewrite(store.entries, move(3), (record) => ({ ...record, share: 500 })),
      [
        `${move(3)} has the field "share", which this prompteval does not understand. A later release may have written it`,
      ],
    ],
    [
      'a record without its checksum',
      (store) => edit(store, move(3), (text) => text.replace(/,\s+"checksum": "[^"]+"/, '')),
      [`${move(3)} is not as prompteval writes it: somebody else wrote or formatted it`],
    ],
    [
      'a file that nobody wrote',
      (store) => store.entries.set('versions/triage/notes.json', new Uint8Array()),
      ['versions/triage/notes.json is nothing that a registry writes'],
    ],
    [
      'a number beyond all sense',
      (store) => store.entries.set('versions/triage/9999999999.json', new Uint8Array()),
      [
        `${version(4)} is missing and all up to 9999999998, although versions/triage/9999999999.json exists`,
        'versions/triage/9999999999.json is damaged: it is not JSON in UTF-8',
      ],
    ],
  ])('names %s', async (_, tamper, expected) => {
    const store = await released();
    tamper(store);
    expect(await findings(store)).toEqual(expected);
  });

  it('names evidence that was changed, and the move that rests on it', async () => {
    const store = await released();
    const blob = [...store.entries.keys()].filter((key) => key.startsWith('blobs/')).sort()[0] ?? '';
    edit(store, blob, (text) => text.replace('"pass"', '"fail"'));
    const [first, second, ...others] = await findings(store);
    expect(first).toBe(`${blob} was changed: its content has another digest than its name`);
    expect(second).toMatch(
      /^aliases\/triage\/stable\/000000000\d\.json rests on evidence that does not fit: blobs/,
    );
    expect(others).toEqual([]);
  });

  it('names evidence that is lost', async () => {
    const store = await released();
    for (const key of [...store.entries.keys()]) if (key.startsWith('blobs/')) store.entries.delete(key);
    const found = await findings(store);
    expect(found).toHaveLength(3);
    expect(found[0]).toContain(`${move(1)} rests on evidence that is not kept: sha256:`);
  });

  it.each<[string, Partial<RunFile>, string]>([
    ['failed', { verdict: { status: 'fail', headline: '', outcomes: [] } }, 'whose verdict is fail'],
    ['was narrowed', { status: 'smoke' }, 'on a run that is smoke'],
    ['planned to hold', { plan: { action: 'hold', alias: 'stable', because: '' } }, 'that did not plan it'],
    [
      'was for another alias',
      { plan: { action: 'promote', alias: 'canary', because: '' } },
      'did not plan it',
    ],
    ['was of another prompt', { prompt: 'other' }, 'on a run of another prompt'],
  ])('names a promotion on a run that %s', async (_, changes, message) => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const run = runFor(armOf(one), null, changes);
    const evidence = evidenceOf(run, await putEvidence(store, run));
    await appendMove(store, { ...request(one, 'promote'), evidence }, 0);
    const found = await findings(store);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('names a promotion of another version than was evaluated, and every field that was invented', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const two = await publish(store, 'two');
    const { evidence, ...rest } = await promotion(store, null, one);
    if (!evidence) throw new Error('a promotion has evidence');
    const invented = { ...evidence, run: 'other', dataset: 'other', models: [] };
    await appendMove(store, { ...rest, to: { version: 2, digest: two.digest }, evidence: invented }, 0);
    expect(await findings(store)).toEqual([
      `${move(1)} says another run than the run that it rests on`,
      `${move(1)} says another dataset than the run that it rests on`,
      `${move(1)} says another models than the run that it rests on`,
      `${move(1)} promotes another version than the run evaluated`,
    ]);
  });

  it('lists every override', async () => {
    const store = await released();
    const four = await publish(store, 'four');
    await appendMove(store, request(four, 'override'), 3);
    expect(await findings(store)).toEqual([
      `${move(4)} is an override: it moved the alias without proof, and nobody has reviewed it`,
    ]);
  });
});

describe('evidence', () => {
  it('has one digest before and after the release is filled in, infinite bounds included', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const interval = { low: Number.NEGATIVE_INFINITY, high: 1, confidence: 0.95, method: 'none' };
    const outcome = {
      gate: 'quality',
      metric: 'quality',
      model: 'own',
      slice: null,
      status: 'pass' as const,
      enforced: false,
      reason: 'too-noisy',
      interval,
      expected: '',
      actual: '',
      text: '',
    };
    const run = runFor(armOf(one), null, { verdict: { status: 'pass', headline: '', outcomes: [outcome] } });
    const digest = await putEvidence(store, run);
    const after = { ...run, release: { alias: 'stable', seq: 1, from: null, to: 1 } };
    expect(await putEvidence(store, after)).toBe(digest);
    expect(digestBytes(store.entries.get(`blobs/sha256/${digest.slice(7)}`) ?? '')).toBe(digest);
    expect(await getEvidence(store, digest)).toEqual(JSON.parse(JSON.stringify(run)));
    const written: RunFile = JSON.parse(JSON.stringify(after));
    expect(await putEvidence(store, written)).toBe(digest);
  });

  it('is hashed again whenever it is read or found to be there', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const run = runFor(armOf(one), null);
    const digest = await putEvidence(store, run);
    edit(store, `blobs/sha256/${digest.slice(7)}`, (text) => text.replace('pass', 'fail'));
    await expect(getEvidence(store, digest)).rejects.toThrow('has another digest than its name');
    await expect(putEvidence(store, run)).rejects.toThrow('has another digest than its name');
    expect(await getEvidence(store, `sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });
});
