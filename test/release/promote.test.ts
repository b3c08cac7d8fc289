import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/digest.ts';
import type { Store } from '../../src/core/registry.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { readAlias, readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { getEvidence, putEvidence } from '../../src/registry/evidence.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions, publishVersion } from '../../src/registry/versions.ts';
import type { ReleasePorts } from '../../src/release/ports.ts';
import { promote } from '../../src/release/promote.ts';
import { rollback } from '../../src/release/rollback.ts';
import { createMemoryStore } from '../registry/memory-store.ts';
import { prompt, runFile, verdict } from './runs.ts';

const at = '2026-08-22T14:03:00.000Z';
const circumstances = { actor: 'ana', reason: null, note: 'Names the categories', at };

function portsOf(store: Store): ReleasePorts {
  return {
    putEvidence: (run) => putEvidence(store, run),
    publish: async (version) => (await publishVersion(store, version)).record,
    move: (request, expectedSeq) => appendMove(store, request, expectedSeq),
  };
}

function runOf(candidate: string, baseline: string | null, version = 1): RunFile {
  const arm = (text: string) => {
    const file = prompt({ messages: [{ role: 'user', content: text }] });
    return { digest: digestOf(file), prompt: file };
  };
  return runFile({
    arms: {
      baseline: baseline === null ? null : { version, ...arm(baseline) },
      candidate: { version: null, ...arm(candidate) },
    },
  });
}

async function releasedOnce() {
  const store = createMemoryStore();
  await promote({ run: runOf('one', null), expectedSeq: 0, ...circumstances }, portsOf(store));
  return store;
}

describe('promote', () => {
  it('keeps the evidence, makes the version and moves the alias', async () => {
    const store = await releasedOnce();
    const run = runOf('two', 'one');
    const { move, release } = await promote({ run, expectedSeq: 1, ...circumstances }, portsOf(store));
    expect(release).toEqual({ alias: 'stable', seq: 2, from: 1, to: 2 });
    expect(await readAlias(store, 'triage', 'stable')).toEqual(move);
    expect(move).toMatchObject({ kind: 'promote', actor: 'ana', evidence: { run: run.id, verdict: 'pass' } });
    expect(await getEvidence(store, move.evidence?.runDigest ?? '')).toEqual(run);
    expect((await listVersions(store, 'triage'))[1]).toMatchObject({
      note: 'Names the categories',
      actor: 'ana',
    });
    expect(await verifyRegistry(store, digestOf)).toMatchObject({ findings: [] });
  });

  it('leaves the old or the new version and a whole registry wherever it is cut off', async () => {
    let crashes = 0;
    for (const side of ['before', 'after'] as const) {
      for (let operation = 1; ; operation++) {
        const store = await releasedOnce();
        const run = runOf('two', 'one');
        const crashing = crashAt(store, operation, side);
        const outcome = await promote({ run, expectedSeq: 1, ...circumstances }, portsOf(crashing)).catch(
          (error: Error) => error.message,
        );
        if (outcome !== 'cut off') break;
        crashes++;
        expect((await verifyRegistry(store, digestOf)).findings).toEqual([]);
        const head = await readAlias(store, 'triage', 'stable');
        expect([1, 2]).toContain(head?.seq);
        if (head?.seq === 1) await promote({ run, expectedSeq: 1, ...circumstances }, portsOf(store));
        expect((await listVersions(store, 'triage')).map(({ version }) => version)).toEqual([1, 2]);
        expect(await readMoves(store, 'triage', 'stable')).toHaveLength(2);
      }
    }
    expect(crashes).toBeGreaterThan(10);
  });

  it('writes nothing for a run that may not promote', async () => {
    const store = createMemoryStore();
    const run = { ...runOf('one', null), verdict: verdict('inconclusive') };
    const attempt = promote({ run, expectedSeq: 0, ...circumstances }, portsOf(store));
    await expect(attempt).rejects.toMatchObject({ exitCode: 3 });
    expect(store.entries.size).toBe(0);
  });

  it('moves nothing where the alias moved meanwhile', async () => {
    const store = await releasedOnce();
    await promote({ run: runOf('two', 'one'), expectedSeq: 1, ...circumstances }, portsOf(store));
    const late = promote({ run: runOf('three', 'one'), expectedSeq: 1, ...circumstances }, portsOf(store));
    await expect(late).rejects.toMatchObject({ exitCode: 4 });
    expect(await readMoves(store, 'triage', 'stable')).toHaveLength(2);
  });

  it('moves nothing where the head is read after the baseline and is another by then', async () => {
    const store = await releasedOnce();
    await promote({ run: runOf('two', 'one'), expectedSeq: 1, ...circumstances }, portsOf(store));
    const mistaken = promote(
      { run: runOf('three', 'one'), expectedSeq: 2, ...circumstances },
      portsOf(store),
    );
    await expect(mistaken).rejects.toMatchObject({ exitCode: 4 });
  });

  it('trusts no port that publishes or keeps something else', async () => {
    const store = createMemoryStore();
    const ports = portsOf(store);
    const run = runOf('one', null);
    const wrongEvidence = { ...ports, putEvidence: async () => digestOf('other') };
    const wrongVersion: ReleasePorts = {
      ...ports,
      publish: async (version) => ({ ...(await ports.publish(version)), digest: digestOf('other') }),
    };
    for (const wrong of [wrongEvidence, wrongVersion]) {
      await expect(promote({ run, expectedSeq: 0, ...circumstances }, wrong)).rejects.toMatchObject({
        exitCode: 2,
      });
    }
    expect(await readAlias(store, 'triage', 'stable')).toBeNull();
  });
});

describe('rollback', () => {
  it('is one write', async () => {
    const store = await releasedOnce();
    const { move } = await promote(
      { run: runOf('two', 'one'), expectedSeq: 1, ...circumstances },
      portsOf(store),
    );
    const before = store.entries.size;
    const target = move.from ?? move.to;
    const back = await rollback(
      { prompt: 'triage', alias: 'stable', target, expectedSeq: 2, actor: 'ben', reason: ' It loops ', at },
      portsOf(store),
    );
    expect(store.entries.size).toBe(before + 1);
    expect(back).toMatchObject({
      kind: 'rollback',
      seq: 3,
      from: move.to,
      to: target,
      reason: 'It loops',
      evidence: null,
    });
    expect((await verifyRegistry(store, digestOf)).findings).toEqual([]);
  });

  it('says why', async () => {
    const store = await releasedOnce();
    const target = { version: 1, digest: digestOf('one') };
    const attempt = rollback(
      { prompt: 'triage', alias: 'stable', target, expectedSeq: 1, actor: 'ben', reason: ' ', at },
      portsOf(store),
    );
    await expect(attempt).rejects.toMatchObject({ exitCode: 2 });
  });
});

/** Ends the caller before or after its n-th operation, as a kill would. */
function crashAt(store: Store, operation: number, side: 'before' | 'after'): Store {
  let count = 0;
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    count++;
    if (count === operation && side === 'before') throw new Error('cut off');
    const outcome = await act();
    if (count >= operation) throw new Error('cut off');
    return outcome;
  };
  return {
    putIfAbsent: (key, bytes) => step(() => store.putIfAbsent(key, bytes)),
    get: (key) => step(() => store.get(key)),
    list: store.list,
  };
}
