import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promptDigest } from '../../src/prompts/prompt-digest.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, versionsOf } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

/** From here on milliseconds count: either the start, the first file of the run, or its run.json. */
type Moment = 'start' | 'run folder' | 'run.json';

const longest: Record<Moment, number> = { start: 900, 'run folder': 60, 'run.json': 40 };
const moments: Moment[] = ['start', 'run folder', 'run.json', 'run.json', 'run.json'];
const kills = Array.from({ length: 20 }, (_, index) => moments[index % moments.length] ?? 'start');

/** Whether a release has got so far. */
function isReached(project: TemporaryProject, moment: Moment, earlier: number): boolean {
  if (moment === 'start') return true;
  const reports = project.path('reports/sums');
  const runs = readdirSync(reports).sort();
  const newest = runs.length > earlier ? runs.at(-1) : undefined;
  return newest !== undefined && (moment === 'run folder' || existsSync(`${reports}/${newest}/run.json`));
}

async function findings(project: TemporaryProject): Promise<unknown[]> {
  const result = await verifyRegistry(createFileStore(project.path('.prompteval/registry')), promptDigest);
  return result.findings;
}

describe('a release that is killed', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;

  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL, { cases: 30 });
    const first = await runCli(['release', 'sums', '--quiet'], { cwd: original.folder });
    expect(first.exitCode).toBe(0);
    await writeDraft(original, { variant: 'good' });
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  it.for(
    kills.map((moment, index) => ({ moment, index, after: Math.round(Math.random() * longest[moment]) })),
  )(
    'leaves the old version or the new one: $index, $after ms after the $moment',
    async ({ moment, after }) => {
      const project = await copyProject(original);
      const { child, finished } = startCli(['release', 'sums', '--quiet'], { cwd: project.folder });
      let ended = false;
      void finished.then(() => {
        ended = true;
      });
      while (!ended && !isReached(project, moment, 1)) await wait(1);
      await wait(after);
      child.kill('SIGKILL');
      await finished;

      const moves = await movesOf(project, 'sums');
      expect(moves.length === 1 || moves.length === 2).toBe(true);
      expect(moves.at(-1)?.to.version).toBe(moves.length);
      expect(await findings(project)).toEqual([]);

      if (moves.length === 1) {
        const next = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
        expect(next.exitCode).toBe(0);
        expect(next.json()).toMatchObject({ release: { seq: 2, from: 1, to: 2 } });
      }
      expect(await movesOf(project, 'sums')).toHaveLength(2);
      expect(await versionsOf(project, 'sums')).toHaveLength(2);
      expect(await findings(project)).toEqual([]);
    },
  );
});
