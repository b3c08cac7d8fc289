import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConflictError, IntegrityError, RefusedError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/registry.ts';
import { listAliases, readAlias, readMoves, requireAlias } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { createMemoryStore } from './memory-store.ts';
import { pointer, promotion, publish, releaseThree, request, rewrite } from './records.ts';

const key = (seq: number) => `aliases/triage/stable/000000000${seq}.json`;

describe('appendMove', () => {
  it('chains each record to the bytes of the one before', async () => {
    const store = createMemoryStore();
    const [one, two] = await releaseThree(store);
    const moves = await readMoves(store, 'triage', 'stable');
    expect(moves.map(({ seq, from, to }) => [seq, from?.version ?? null, to.version])).toEqual([
      [1, null, 1],
      [2, 1, 2],
      [3, 2, 3],
    ]);
    const hash = createHash('sha256').update(store.entries.get(key(1)) ?? '');
    expect(moves[0]?.prevSha256).toBeNull();
    expect(moves[1]?.prevSha256).toBe(hash.digest('hex'));
    expect(moves[1]?.from).toEqual(one && pointer(one));
    expect(moves[1]?.to).toEqual(two && pointer(two));
    expect(await readAlias(store, 'triage', 'stable')).toEqual(moves[2]);
  });

  it('says who moved the alias meanwhile, from what to what and when', async () => {
    const store = createMemoryStore();
    const [one] = await releaseThree(store);
    if (!one) throw new Error('three versions');
    const late = appendMove(store, request(one, 'rollback', 'ben'), 1);
    await expect(late).rejects.toThrow(ConflictError);
    await expect(late).rejects.toThrow(
      'stable of triage moved meanwhile: ana moved it from version 2 to version 3 on 22 Aug 2026 14:03 UTC (promote, move 3, after 1 other move)',
    );
    expect(await readMoves(store, 'triage', 'stable')).toHaveLength(3);
  });

  it('lets one of many first releases win', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const moves = await Promise.all(['a', 'b', 'c'].map((actor) => promotion(store, null, one, actor)));
    const outcomes = await Promise.allSettled(moves.map((move) => appendMove(store, move, 0)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('refuses what the audit would find', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const two = await publish(store, 'two');
    const first = await promotion(store, null, one);
    const cases: [Promise<unknown>, RegExp | typeof RefusedError][] = [
      [appendMove(store, { ...first, to: { ...first.to, version: 9 } }, 0), /no version 9 with the digest/],
      [
        appendMove(store, { ...first, to: { ...pointer(two), version: 1 } }, 0),
        /no version 1 with the digest/,
      ],
      [appendMove(store, first, 4), /0000000004\.json is missing/],
      [appendMove(store, request(one, 'promote'), 0), /a promotion rests on a run/],
      [appendMove(store, request(one, 'rollback'), 0), RefusedError],
      [appendMove(store, await promotion(store, two, one), 0), /the run compared with another/],
      [appendMove(store, { ...first, alias: 'latest' }, 0), /"latest" can't be an alias/],
      [appendMove(store, { ...first, alias: '7' }, 0), /"7" can't be an alias/],
      [
        appendMove(store, request(one, 'canary'), 0),
        /is of the kind "canary", which this prompteval does not/,
      ],
    ];
    for (const [attempt, expected] of cases) await expect(attempt).rejects.toThrow(expected);
    expect(await listAliases(store, 'triage')).toEqual([]);
  });

  it('lets nothing but a rollback through a freeze', async () => {
    const store = createMemoryStore();
    const [one, two, three] = await releaseThree(store);
    if (!one || !two || !three) throw new Error('three versions');
    await appendMove(store, request(three, 'freeze'), 3);
    await expect(appendMove(store, await promotion(store, three, one), 4)).rejects.toThrow('it is frozen');
    await appendMove(store, request(two, 'rollback'), 4);
    await expect(appendMove(store, await promotion(store, two, one), 5)).rejects.toThrow('it is frozen');
    await appendMove(store, request(two, 'unfreeze'), 5);
    await appendMove(store, await promotion(store, two, one), 6);
    expect((await readAlias(store, 'triage', 'stable'))?.to).toEqual(pointer(one));
  });
});

describe('reading aliases', () => {
  it('knows an alias that was never moved from one that was', async () => {
    const store = createMemoryStore();
    await releaseThree(store);
    expect(await readAlias(store, 'triage', 'canary')).toBeNull();
    expect(await readMoves(store, 'triage', 'canary')).toEqual([]);
    expect(await listAliases(store, 'triage')).toEqual(['stable']);
    expect(await listAliases(store, 'other')).toEqual([]);
    await expect(requireAlias(store, 'triage', 'stabel')).rejects.toThrow(
      'triage has no alias "stabel". Did you mean "stable"?',
    );
  });

  it.each<[string, number, object | null, string]>([
    ['a gap', 2, null, `${key(2)} is missing, although ${key(3)} exists`],
    ['another format', 3, { v: 2 }, `${key(3)} has the format v: 2`],
    ['a share', 3, { share: 500 }, 'has the field "share", which this prompteval does not understand'],
    [
      'a later kind',
      3,
      { kind: 'merge' },
      'is of the kind "merge", which this prompteval does not understand',
    ],
    ['a wrong place', 3, { seq: 4 }, `${key(3)} is not in its place`],
    ['another prompt', 3, { prompt: 'other' }, `${key(3)} is not in its place`],
    ['a missing field', 3, { actor: undefined }, `${key(3)} is damaged: its field actor is missing or wrong`],
    ['a wrong field', 3, { to: { version: 0 } }, `${key(3)} is damaged: its field to is missing or wrong`],
    ['another past', 2, { actor: 'eve' }, `${key(3)} does not follow ${key(2)}`],
    ['another beginning', 3, { from: null }, `${key(3)} does not begin where the move before it ended`],
    ['a past before the first', 1, { prevSha256: '0'.repeat(64) }, `${key(1)} is the first move`],
  ])('names the record with %s', async (_, seq, change, message) => {
    const store = createMemoryStore();
    await releaseThree(store);
    if (change) rewrite(store.entries, key(seq), (record) => ({ ...record, ...change }));
    else store.entries.delete(key(seq));
    await expectDamage(store, message);
  });

  it.each<[string, (text: string) => string, string]>([
    ['cut short', (text) => text.slice(0, 50), 'is damaged: it is not JSON'],
    ['emptied', () => '', 'is damaged: it is not JSON'],
    ['made a list', () => '[]', 'is damaged: it is not a JSON object'],
    [
      'changed by one letter',
      (text) => text.replace('"ana"', '"ann"'),
      'was changed: its checksum does not fit',
    ],
  ])('names the record that was %s', async (_, change, message) => {
    const store = createMemoryStore();
    await releaseThree(store);
    const text = new TextDecoder().decode(store.entries.get(key(3)));
    store.entries.set(key(3), new TextEncoder().encode(change(text)));
    await expectDamage(store, `${key(3)} ${message}`);
    await expect(readAlias(store, 'triage', 'stable')).rejects.toThrow(`${key(3)} ${message}`);
  });
});

async function expectDamage(store: Store, message: string): Promise<void> {
  const reading = readMoves(store, 'triage', 'stable');
  await expect(reading).rejects.toThrow(IntegrityError);
  await expect(reading).rejects.toThrow(message);
}
