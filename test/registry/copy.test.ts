import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/registry.ts';
import { copyStore } from '../../src/registry/copy.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { Crash, dyingStore, faultyStore } from './faulty-store.ts';
import { fillRegistry, findingsIn } from './full-registry.ts';
import { createMemoryStore, listAll } from './memory-store.ts';
import { digestOfPrompt, releaseThree } from './records.ts';
import { releaseDraft, rollBack } from './release-draft.ts';

async function contents(store: Store): Promise<[string, string][]> {
  const keys = await listAll(store);
  return Promise.all(
    keys.map(async (key): Promise<[string, string]> => [key, new TextDecoder().decode(await store.get(key))]),
  );
}

async function released(): Promise<ReturnType<typeof createMemoryStore>> {
  const store = createMemoryStore();
  await releaseThree(store);
  await rollBack(store);
  return store;
}

describe('copyStore', () => {
  it('copies every key byte for byte', async () => {
    const [from, to] = [await released(), createMemoryStore()];
    expect(await copyStore(from, to)).toEqual({ keys: 10, copied: 10, present: 0 });
    expect(await contents(to)).toEqual(await contents(from));
    expect(await copyStore(from, to)).toEqual({ keys: 10, copied: 0, present: 10 });
    expect((await releaseDraft(to, 'four')).seq).toBe(5);
  });

  it('goes on where it was cut off, and shows no move before what it rests on', async () => {
    const from = await released();
    const counting = faultyStore(createMemoryStore());
    await copyStore(from, counting);
    for (let at = 0; at < counting.operations(); at++) {
      for (const when of ['before', 'after'] as const) {
        const to = createMemoryStore();
        await expect(copyStore(from, faultyStore(to, at, when))).rejects.toThrow(Crash);
        expect((await verifyRegistry(to, digestOfPrompt)).findings).toEqual([]);
        await copyStore(from, to);
        expect(await contents(to)).toEqual(await contents(from));
      }
    }
  });

  it('writes evidence before what refers to it, so that wherever it is cut off everything fits', async () => {
    const from = createMemoryStore();
    await fillRegistry(from);
    const kinds = [
      'aliases',
      'answers',
      'approvals',
      'blobs',
      'incidents',
      'plans',
      'reviews',
      'signatures',
      'versions',
    ];
    expect([...new Set((await listAll(from)).map((key) => key.split('/')[0]))].sort()).toEqual(kinds);
    expect(await findingsIn(from)).toEqual([]);
    for (let puts = 0; puts < from.entries.size; puts++) {
      const to = createMemoryStore();
      await expect(copyStore(from, dyingStore(to, puts))).rejects.toThrow(Crash);
      expect(to.entries.size).toBe(puts);
      // As after a release that was cut off there: its newest move waits for its signature or its review.
      const newest = (await listAll(to, 'aliases/')).at(-1) ?? '';
      const unfinished = new RegExp(
        `^${newest} (says that mia signed it, and no signature is kept|is an override)`,
      );
      expect((await findingsIn(to)).filter((finding) => !unfinished.test(finding))).toEqual([]);
      expect(await copyStore(from, to)).toMatchObject({ present: puts });
      expect(await contents(to)).toEqual(await contents(from));
    }
  });

  it('leaves what rests on a move that is made meanwhile to the next try', async () => {
    const from = createMemoryStore();
    await fillRegistry(from);
    // Two moves and all that rests on them are made right after the moves were listed.
    const moving: Store = {
      ...from,
      async *list(prefix) {
        for (const key of await listAll(from, prefix)) {
          if (!/^aliases\/.*[34]\.json$/.test(key) && prefix !== 'incidents/') yield key;
        }
      },
    };
    const to = createMemoryStore();
    await copyStore(moving, to);
    expect(await findingsIn(to)).toEqual([]);
    expect(await copyStore(from, to)).toMatchObject({ copied: 7 });
    expect(await contents(to)).toEqual(await contents(from));
  });

  it('refuses a target that holds something else, and writes nothing to it', async () => {
    const from = await released();
    const more = createMemoryStore();
    await copyStore(from, more);
    await releaseDraft(more, 'four');
    const other = createMemoryStore();
    await releaseDraft(other, 'another');
    for (const [to, why] of [
      [more, /The target holds .*0000000005\.json, which the source does not have/],
      [other, /The target holds .* with another content/],
    ] as const) {
      const before = await contents(to);
      await expect(copyStore(from, to)).rejects.toThrow(ConflictError);
      await expect(copyStore(from, to)).rejects.toThrow(why);
      expect(await contents(to)).toEqual(before);
    }
  });

  it('takes what was released meanwhile with the next try', async () => {
    const [from, to] = [await released(), createMemoryStore()];
    await copyStore(from, to);
    await releaseDraft(from, 'four');
    expect(await copyStore(from, to)).toMatchObject({ copied: 3, present: 10 });
    expect(await contents(to)).toEqual(await contents(from));
  });

  it('copies what does not fit as it is', async () => {
    const [from, to] = [await released(), createMemoryStore()];
    from.entries.set('notes/a', new TextEncoder().encode('not ours'));
    await copyStore(from, to);
    expect(await contents(to)).toEqual(await contents(from));
  });
});
