import { ConflictError } from '../../src/core/errors.ts';
import { readAlias } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { readVersion } from '../../src/registry/versions.ts';
import { openPlace } from './places.ts';
import { promotion, publish, request } from './records.ts';

/** What a process of the race and kill tests can be told to do in a registry. */
export const tasks = {
  /** 50 moves between versions 1 and 2, each tried again until it lands. */
  async move(place: string, name: string): Promise<number[]> {
    const store = openPlace(place);
    const landed: number[] = [];
    while (landed.length < 50) {
      const head = await readAlias(store, 'triage', 'stable');
      const to = await readVersion(store, 'triage', head?.to.version === 1 ? 2 : 1);
      if (!to) throw new Error('the test publishes both versions first');
      try {
        const move = await appendMove(store, request(to, 'rollback', name), head?.seq ?? 0);
        landed.push(move.seq);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
    return landed;
  },

  async publish(place: string): Promise<number> {
    return (await publish(openPlace(place), 'the same')).version;
  },

  /** Publishes and releases for as long as it lives, and says when a round is over. */
  async releaseForever(place: string, name: string): Promise<void> {
    const store = openPlace(place);
    for (let round = 0; ; round++) {
      const head = await readAlias(store, 'triage', 'stable');
      const from = head && ((await readVersion(store, 'triage', head.to.version)) ?? null);
      const to = await publish(store, `${name} ${round}`);
      try {
        await appendMove(store, await promotion(store, from, to), head?.seq ?? 0);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
      process.send?.('round');
    }
  },
};
