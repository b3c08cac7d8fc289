import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MoveRecord } from '../../src/core/registry.ts';
import { readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions } from '../../src/registry/versions.ts';
import { buildTasks, race, startWorker, temporaryFolder, withFolder } from './processes.ts';
import { digestOfPrompt, promotion, publish } from './records.ts';

/** These start many processes; on a busy machine that takes its time. */
const timeout = 120_000;

describe('a registry of files that several processes write', () => {
  let build = '';
  let url = '';

  beforeAll(async () => {
    build = await temporaryFolder();
    url = await buildTasks(build);
  }, timeout);

  afterAll(() => rm(build, { recursive: true, force: true }));

  it(
    'lands 160 moves of 8 processes, each exactly once',
    () =>
      withFolder(async (root) => {
        const store = createFileStore(root);
        const one = await publish(store, 'one');
        await publish(store, 'two');
        await appendMove(store, await promotion(store, null, one), 0);

        const landed = await race({ url, task: 'move', root }, 8);

        const numbers = [landed].flat(2).sort((a, b) => Number(a) - Number(b));
        expect(numbers).toEqual(Array.from({ length: 160 }, (_, index) => index + 2));
        const moves = await readMoves(store, 'triage', 'stable');
        expect(countByActor(moves.slice(1))).toEqual(
          new Map(landed.map((_, index) => [`process-${index}`, 20])),
        );
        expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
          checked: { versions: 2, moves: 161, blobs: 1, plans: 0, approvals: 0, reviews: 0 },
          findings: [],
        });
      }),
    timeout,
  );

  it(
    'makes one version of what 8 processes publish at once, in a folder that does not exist yet',
    () =>
      withFolder(async (folder) => {
        const root = join(folder, 'not', 'yet', 'there');
        expect(new Set(await race({ url, task: 'publish', root }, 8))).toEqual(new Set([1]));
        expect(await listVersions(createFileStore(root), 'triage')).toHaveLength(1);
      }),
    timeout,
  );

  it(
    'verifies after each of 60 kills at random moments',
    async () => {
      let moves = 0;
      for (let round = 0; round < 5; round++) {
        await withFolder(async (root) => {
          for (let kill = 0; kill < 12; kill += 3) {
            await Promise.all(['a', 'b', 'c'].map((name) => killOne(url, root, `${name}-${kill}`)));
          }
          moves += (await readMoves(createFileStore(root), 'triage', 'stable')).length;
        });
      }
      expect(moves).toBeGreaterThan(10);
    },
    timeout,
  );
});

/** Lets a process release until it is killed, and looks at what it left while others may still write. */
async function killOne(url: string, root: string, name: string): Promise<void> {
  const worker = await startWorker({ url, task: 'releaseForever', root }, name);
  const gone = once(worker, 'exit');
  worker.send('go');
  if (Math.random() < 0.5) await Promise.race([once(worker, 'message'), gone]);
  await sleep(Math.random() * 15);
  worker.kill('SIGKILL');
  await gone;
  expect((await verifyRegistry(createFileStore(root), digestOfPrompt)).findings).toEqual([]);
}

function countByActor(moves: readonly MoveRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { actor } of moves) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  return new Map([...counts].sort());
}
