import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMoves } from '../../src/registry/aliases.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { type Backend, openPlace } from './places.ts';
import { startWorker } from './processes.ts';
import { digestOfPrompt } from './records.ts';
import { releaseDraft } from './release-draft.ts';

export interface KillOptions {
  /** What `buildTasks` returned. */
  url: string;
  backend: Backend;
  kills: number;
  /** Processes that write to one registry at once. */
  atOnce?: number;
  /** Kills before the next registry, because every audit reads all of it. */
  perRegistry?: number;
  /** Called after every registry. */
  onProgress?: (tally: KillTally) => void;
}

export interface KillTally {
  kills: number;
  registries: number;
  /** What landed before its writer was killed. */
  moves: number;
  audits: number;
  /** What an audit found; a registry that survives every kill has none. */
  findings: string[];
}

/** Twice as long as a release takes, so that a kill meets any part of one. */
const longestMs = 30;

/** Kills processes that publish, promote and roll back, and audits the registry after each kill, while others still write. */
export async function killAtRandom(options: KillOptions): Promise<KillTally> {
  const { backend, kills, atOnce = 3, perRegistry = 12, onProgress } = options;
  const tally: KillTally = { kills: 0, registries: 0, moves: 0, audits: 0, findings: [] };
  while (tally.kills < kills) {
    const place = await backend.newPlace();
    try {
      const until = Math.min(kills, tally.kills + perRegistry);
      const oneAfterAnother = async (name: string) => {
        for (let round = 0; tally.kills < until; round++) {
          tally.kills++;
          await killOne(options.url, place, `${name}-${round}`);
          await audit(place, tally);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, (_, index) => oneAfterAnother(`process-${index}`)));
      await releaseDraft(openPlace(place), `after the kills of registry ${tally.registries}`);
      await audit(place, tally);
      tally.moves += (await readMoves(openPlace(place), 'triage', 'stable')).length - 1;
      tally.registries++;
    } finally {
      await backend.remove(place);
    }
    onProgress?.(tally);
  }
  return tally;
}

async function killOne(url: string, place: string, name: string): Promise<void> {
  const worker = await startWorker({ url, task: 'releaseForever', place }, name);
  const gone = once(worker, 'exit');
  worker.send('go');
  // The first round opens the registry, so half of the kills wait until it is over.
  if (Math.random() < 0.5) await Promise.race([once(worker, 'message'), gone]);
  await sleep(Math.random() * longestMs);
  worker.kill('SIGKILL');
  const [, signal] = await gone;
  if (signal !== 'SIGKILL') throw new Error(`${name} ended by itself`);
}

async function audit(place: string, tally: KillTally): Promise<void> {
  const { findings } = await verifyRegistry(openPlace(place), digestOfPrompt);
  tally.audits++;
  tally.findings.push(...findings.map(({ key, message }) => `${key} ${message}`));
}
