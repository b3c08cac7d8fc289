import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { exampleProject, type TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, readRun, runIds, statusOf, versionsOf } from './catalog.ts';

const prompt = 'support-triage';

/** One life of the example, told in order: each test goes on from where the one before it ended. */
describe("the example's release", () => {
  let project: TemporaryProject;
  let released: CliResult;
  let run: RunFile;
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });

  beforeAll(async () => {
    project = await exampleProject();
    released = await cli('release', prompt, '--json');
    run = released.json<RunFile>();
  });
  afterAll(() => project.remove());

  it('exits 0 with run.json as its only standard output', async () => {
    expect(released.exitCode).toBe(0);
    expect(await readRun(project, prompt, run.id)).toEqual(run);
    expect(run).toMatchObject({
      status: 'complete',
      verdict: { status: 'pass' },
      plan: { action: 'promote' },
    });
    expect(run.release).toEqual({ alias: 'stable', seq: 2, from: 1, to: 2 });
    expect(run.arms.candidate.version).toBeNull();
    expect(run.dataset.cases).toBeGreaterThanOrEqual(240);
  });

  it('leaves the five files of a run', async () => {
    const files = await project.list(`reports/${prompt}/${run.id}`);
    const names = files.map((file) => file.split('/').at(-1));
    expect(names).toEqual(
      expect.arrayContaining(['run.json', 'trials.jsonl', 'index.html', 'summary.md', 'junit.xml']),
    );
    const trials = (await project.read(`reports/${prompt}/${run.id}/trials.jsonl`)).trimEnd().split('\n');
    expect(trials).toHaveLength(run.trials.planned);
    expect(run.trials).toEqual({
      planned: run.dataset.cases * 2,
      completed: trials.length,
      failed: 0,
      cached: 0,
    });
    expect(await project.read(`reports/${prompt}/${run.id}/summary.md`)).toContain('v2');
  });

  it('makes version 2 stable with the run as its evidence', async () => {
    const status = await statusOf(project, prompt);
    expect(status).toMatchObject({
      prompt,
      latest: 2,
      aliases: { stable: { version: 2, seq: 2, run: run.id, digest: run.arms.candidate.digest } },
      draft: { digest: run.arms.candidate.digest, changed: false },
    });
    expect(Date.parse(status.aliases.stable?.since ?? '')).not.toBeNaN();
    expect(status.aliases.stable?.by).toBe(run.actor);
    expect(await auditExit(project)).toBe(0);
  });

  it('finds nothing to release the second time', async () => {
    const again = await cli('release', prompt, '--json');
    expect(again.exitCode).toBe(0);
    expect(again.json()).toEqual({ prompt, released: null, stable: 2 });
    expect(await runIds(project, prompt)).toEqual([run.id]);
    const finished = await cli('release', prompt, '--run', run.id, '--json');
    expect(finished.exitCode).toBe(0);
    expect(finished.json()).toEqual({ prompt, released: null, stable: 2 });
  });

  it('goes back with one more record and no run', async () => {
    const back = await cli('rollback', prompt, '--reason', 'answers were rude', '--json');
    expect(back.exitCode).toBe(0);
    const status = await statusOf(project, prompt);
    expect(status.aliases.stable).toMatchObject({
      version: 1,
      seq: 3,
      run: null,
      reason: 'answers were rude',
    });
    expect(status).toMatchObject({ latest: 2, draft: { changed: true } });
    const moves = await movesOf(project, prompt);
    expect(moves.map(({ seq, kind, to }) => [seq, kind, to.version])).toEqual([
      [1, 'promote', 1],
      [2, 'promote', 2],
      [3, 'rollback', 1],
    ]);
    expect(await runIds(project, prompt)).toEqual([run.id]);
    expect(await auditExit(project)).toBe(0);
  });

  it('does not take the old run as evidence after the rollback', async () => {
    const stale = await cli('release', prompt, '--run', run.id);
    expect(stale.exitCode).toBe(4);
    expect(stale.stderr).toMatch(/stale/);
    expect(stale.stderr).toMatch(/rolled back/);
    expect(await movesOf(project, prompt)).toHaveLength(3);
  });

  it('comes back to version 2 on a fresh run, without a version 3', async () => {
    const again = await cli('release', prompt, '--json');
    expect(again.exitCode).toBe(0);
    const fresh = again.json<RunFile>();
    expect(fresh.id).not.toBe(run.id);
    expect(fresh.release).toEqual({ alias: 'stable', seq: 4, from: 1, to: 2 });
    expect(await statusOf(project, prompt)).toMatchObject({
      latest: 2,
      aliases: { stable: { version: 2, run: fresh.id } },
    });
    expect(await versionsOf(project, prompt)).toHaveLength(2);
    expect(await auditExit(project)).toBe(0);
  });
});
