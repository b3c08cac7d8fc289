import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError } from '../../src/core/errors.ts';
import type { MoveRecord, Store } from '../../src/core/registry.ts';
import { readAlias, readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { encodeRecord } from '../../src/registry/record-bytes.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions, readLatestVersion } from '../../src/registry/versions.ts';
import { Crash, faultyStore } from './faulty-store.ts';
import { killAtRandom } from './kills.ts';
import { listAll } from './memory-store.ts';
import { type Backend, openPlace } from './places.ts';
import { buildTasks, race, temporaryFolder } from './processes.ts';
import { at, digestOfPrompt, promotion, promptFile, publish, request } from './records.ts';
import { releaseDraft, rollBack } from './release-draft.ts';

/** These start many processes; on a busy machine that takes its time. */
const timeout = 180_000;

/** What a registry has to stand on every backend: races, crashes, kills, tampering, and ten thousand versions. */
export function registryConformance(backend: Backend): void {
  const withPlace = async (use: (place: string, store: Store) => Promise<void>) => {
    const place = await backend.newPlace();
    try {
      await use(place, openPlace(place));
    } finally {
      await backend.remove(place);
    }
  };
  const expectWhole = async (store: Store) => {
    expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([]);
  };

  describe(`a registry ${backend.name} that several processes write`, () => {
    let build = '';
    let url = '';

    beforeAll(async () => {
      build = await temporaryFolder();
      url = await buildTasks(build);
    }, timeout);

    afterAll(() => rm(build, { recursive: true, force: true }));

    it('lands 400 moves of 8 processes, each exactly once', { timeout }, () =>
      withPlace(async (place, store) => {
        const one = await publish(store, 'one');
        await publish(store, 'two');
        await appendMove(store, await promotion(store, null, one), 0);

        const landed = await race({ url, task: 'move', place }, 8);

        const numbers = [landed].flat(2).sort((a, b) => Number(a) - Number(b));
        expect(numbers).toEqual(Array.from({ length: 400 }, (_, index) => index + 2));
        const moves = await readMoves(store, 'triage', 'stable');
        const wanted = landed.map((_, index) => [`process-${index}`, 50] as const);
        expect(countByActor(moves.slice(1))).toEqual(new Map(wanted));
        expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
          checked: { versions: 2, moves: 401, blobs: 1 },
          findings: [],
        });
      }),
    );

    it(
      'makes one version of what 8 processes publish at once, where there was nothing yet',
      { timeout },
      () =>
        withPlace(async (place, store) => {
          expect(new Set(await race({ url, task: 'publish', place }, 8))).toEqual(new Set([1]));
          expect(await listVersions(store, 'triage')).toHaveLength(1);
        }),
    );

    it('verifies after each of 40 kills at random moments', { timeout }, async () => {
      const tally = await killAtRandom({ url, backend, kills: 40 });
      expect(tally).toMatchObject({ kills: 40, findings: [] });
      expect(tally.moves).toBeGreaterThan(10);
    });
  });

  describe(`a registry ${backend.name}`, () => {
    it.each<[string, (store: Store) => Promise<MoveRecord>]>([
      ['release', (store) => releaseDraft(store, 'three')],
      ['rollback', rollBack],
    ])('survives a crash before and after every operation of a %s', { timeout }, async (_, act) => {
      const released = async (use: (store: Store) => Promise<void>) =>
        withPlace(async (_place, store) => {
          await releaseDraft(store, 'one');
          await releaseDraft(store, 'two');
          await use(store);
        });
      let operations = 0;
      await released(async (store) => {
        const counting = faultyStore(store);
        expect((await act(counting)).seq).toBe(3);
        operations = counting.operations();
      });
      expect(operations).toBeGreaterThan(3);
      for (let at = 0; at < operations; at++) {
        for (const when of ['before', 'after'] as const) {
          await released(async (store) => {
            await expect(act(faultyStore(store, at, when)), `${when} ${at}`).rejects.toThrow(Crash);
            await expectWhole(store);
            const { seq } = await releaseDraft(store, 'four');
            expect([3, 4]).toContain(seq);
            await expectWhole(store);
          });
        }
      }
    });

    it('keeps the order of moves, and refuses one that was decided from an older head', () =>
      withPlace(async (_, store) => {
        const moves: MoveRecord[] = [];
        for (const text of ['one', 'two', 'three']) moves.push(await releaseDraft(store, text));
        expect(moves.map(({ seq }) => seq)).toEqual([1, 2, 3]);
        expect(await readMoves(store, 'triage', 'stable')).toEqual(moves);
        const late = appendMove(
          store,
          request({ version: 1, digest: moves[0]?.to.digest ?? '' }, 'rollback'),
          2,
        );
        await expect(late).rejects.toThrow(ConflictError);
        expect(await readAlias(store, 'triage', 'stable')).toEqual(moves[2]);
      }));

    it('does nothing twice: a step that is done again finds what is there', () =>
      withPlace(async (_, store) => {
        const crashed = faultyStore(store, 0);
        await expect(releaseDraft(crashed, 'one')).rejects.toThrow(Crash);
        const before = await publish(store, 'one');
        const move = await releaseDraft(store, 'one');
        expect(move.to.version).toBe(before.version);
        const keys = await listAll(store);
        const bytes = await Promise.all(keys.map((key) => store.get(key)));
        for (const [index, key] of keys.entries()) {
          expect(await store.putIfAbsent(key, bytes[index] ?? new Uint8Array())).toBe('exists');
        }
        expect((await publish(store, 'one')).version).toBe(1);
        expect(await listAll(store)).toEqual(keys);
        await expectWhole(store);
      }));

    it('is what its moves say when they are replayed from the first one on', () =>
      withPlace(async (_, store) => {
        for (const text of ['one', 'two', 'three']) await releaseDraft(store, text);
        await rollBack(store);
        let live: MoveRecord['to'] | null = null;
        for (const { from, to } of await readMoves(store, 'triage', 'stable')) {
          expect(from).toEqual(live);
          live = to;
        }
        expect((await readAlias(store, 'triage', 'stable'))?.to).toEqual(live);
      }));

    it('names the record in which one byte was changed: a version, a move, the run of a release', () =>
      withPlace(async (place, store) => {
        await releaseDraft(store, 'one');
        await releaseDraft(store, 'two');
        const keys = await listAll(store);
        expect(keys.map((key) => key.split('/')[0])).toEqual([
          'aliases',
          'aliases',
          'blobs',
          'blobs',
          'versions',
          'versions',
        ]);
        for (const key of keys) {
          const bytes = (await store.get(key)) ?? new Uint8Array();
          const changed = Uint8Array.from(bytes);
          const where = Math.floor(Math.random() * changed.length);
          changed[where] = (changed[where] ?? 0) ^ 1;
          await backend.write(place, new Map([[key, changed]]));
          const { findings } = await verifyRegistry(openPlace(place), digestOfPrompt);
          expect(
            findings.map((finding) => finding.key),
            `${key} at ${where}`,
          ).toContain(key);
          await backend.write(place, new Map([[key, bytes]]));
        }
        await expectWhole(store);
      }));

    it('lists 10,000 versions in their order and makes the next one', { timeout }, () =>
      withPlace(async (place, store) => {
        await publish(store, 'text 1');
        const count = 10_000;
        const entries = new Map<string, Uint8Array>();
        for (let version = 2; version <= count; version++) {
          const file = promptFile(`text ${version}`);
          const record = {
            v: 1,
            prompt: 'triage',
            version,
            digest: digestOfPrompt(file),
            note: null,
            actor: 'ana',
            at,
            file,
          };
          entries.set(`versions/triage/${String(version).padStart(10, '0')}.json`, encodeRecord(record));
        }
        await backend.write(place, entries);

        const keys = await listAll(store, 'versions/triage/');
        expect(keys).toHaveLength(count);
        expect(keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? ''))).toBe(true);
        expect((await readLatestVersion(store, 'triage'))?.version).toBe(count);
        expect((await publish(store, 'one more')).version).toBe(count + 1);
      }),
    );
  });
}

function countByActor(moves: readonly MoveRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { actor } of moves) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  return new Map([...counts].sort());
}
