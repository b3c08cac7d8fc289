import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/registry.ts';
import { readAlias, readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { rollbackTarget } from '../../src/registry/rollback-target.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions, readVersion } from '../../src/registry/versions.ts';
import { createMemoryStore } from './memory-store.ts';
import { digestOfPrompt, promotion, publish, request } from './records.ts';

type Action = { kind: 'publish' | 'release'; text: string } | { kind: 'rollback' };

const text = fc.constantFrom('a', 'b', 'c', 'd');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('publish' as const, 'release' as const), text }),
  fc.constant({ kind: 'rollback' as const }),
);
const scripts = fc.array(fc.array(action, { maxLength: 4 }), { minLength: 2, maxLength: 4 });

describe('several people at one registry', () => {
  it('leave it whole, whatever the order of their reads and writes', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, fc.scheduler(), async (people, scheduler) => {
        const store = createMemoryStore();
        const shuffled = shuffle(store, scheduler);
        const landed = Promise.all(people.map((actions) => perform(shuffled, actions)));
        const counts = await scheduler.waitFor(landed);

        expect((await verifyRegistry(store, digestOfPrompt)).findings).toEqual([]);
        const moves = await readMoves(store, 'triage', 'stable');
        expect(moves).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
        const texts = people.flat().flatMap((each) => (each.kind === 'rollback' ? [] : [each.text]));
        expect(await listVersions(store, 'triage')).toHaveLength(new Set(texts).size);
      }),
      { numRuns: 150 },
    );
  });
});

/** Every operation of the store waits until the scheduler picks it. */
function shuffle(store: Store, scheduler: fc.Scheduler): Store {
  return {
    putIfAbsent: scheduler.scheduleFunction(store.putIfAbsent),
    get: scheduler.scheduleFunction(store.get),
    list: store.list,
  };
}

/** How many moves landed. */
async function perform(store: Store, actions: readonly Action[]): Promise<number> {
  let landed = 0;
  for (const each of actions) {
    try {
      if (each.kind === 'publish') await publish(store, each.text);
      else if (each.kind === 'release') landed += await release(store, each.text);
      else landed += await rollBack(store);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  return landed;
}

async function release(store: Store, draft: string): Promise<number> {
  const head = await readAlias(store, 'triage', 'stable');
  const from = head ? ((await readVersion(store, 'triage', head.to.version)) ?? null) : null;
  const to = await publish(store, draft);
  if (to.digest === from?.digest) return 0;
  await appendMove(store, await promotion(store, from, to), head?.seq ?? 0);
  return 1;
}

async function rollBack(store: Store): Promise<number> {
  const moves = await readMoves(store, 'triage', 'stable');
  const head = moves.at(-1);
  const earlier = moves.find(({ to }) => to.version !== head?.to.version);
  if (!head || !earlier) return 0;
  await appendMove(store, request(rollbackTarget(moves, earlier.to), 'rollback'), head.seq);
  return 1;
}
