import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { MoveRecord } from '../../src/core/registry.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { readMoves } from '../../src/registry/aliases.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions } from '../../src/registry/versions.ts';
import { race, startWorker, withFolder } from './processes.ts';
import { digestOfPrompt, promotion, publish } from './records.ts';

describe('a registry of files that several processes write', () => {
  it('lands 160 moves of 8 processes, each exactly once', async () => {
    await withFolder(async (folder) => {
      const store = createFileStore(folder);
      const one = await publish(store, 'one');
      await publish(store, 'two');
      await appendMove(store, await promotion(store, null, one), 0);
      const landed = await race('move', folder, 8);
      expect([landed].flat(2).sort((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 160 }, (_, index) => index + 2),
      );
      const moves = await readMoves(store, 'triage', 'stable');
      expect(countByActor(moves.slice(1))).toEqual(new Map(landed.map((_, index) => [`process-${index}`, 20])));
      expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
        checked: { versions: 2, moves: 161, blobs: 1 },
        findings: [],
      });
    });
  });

  it('makes one version of what 8 processes publish at once', async () => {
    await withFolder(async (folder) => {
      const root = join(folder, 'not', 'yet', 'there');
      expect(new Set(await race('publish', root, 8))).toEqual(new Set([1]));
      expect(await listVersions(createFileStore(root), 'triage')).toHaveLength(1);
    });
  });

  it('verifies after each of 60 kills at random moments', async () => {
    let moves = 0;
    for (let round = 0; round < 5; round++) {
      await withFolder(async (folder) => {
        const store = createFileStore(folder);
        for (let kill = 0; kill < 12; kill += 3) {
          await Promise.all(['a', 'b', 'c'].map((name) => killOne(folder, `${name}-${kill}`)));
          expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([]);
        }
        moves += (await readMoves(store, 'triage', 'stable')).length;
      });
    }
    expect(moves).toBeGreaterThan(60);
  });
});

/** Lets a process release until it is killed, and looks at what it left while others still write. */
async function killOne(folder: string, name: string): Promise<void> {
  const worker = await startWorker('releaseForever', folder, name);
  const gone = once(worker, 'exit');
  worker.send('go');
  await sleep(5 + Math.random() * 40);
  worker.kill('SIGKILL');
  await gone;
  expect((await verifyRegistry(createFileStore(folder), digestOfPrompt)).findings).toEqual([]);
}

function countByActor(moves: readonly MoveRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { actor } of moves) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  return new Map([...counts].sort());
}
