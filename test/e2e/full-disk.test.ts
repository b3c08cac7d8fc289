import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { bin, cleanEnvironment, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { runIds } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

/** Mounts a file system of so many kilobytes; only root may do that. */
function mountSmallDisk(folder: string, kilobytes: number): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  onTestFinished(() => void execFileSync('umount', [folder]));
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'prompteval-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

const isAble = process.platform === 'linux' && canMount();
const title = isAble ? 'a full disk' : 'a full disk (skipped: no disk can be mounted here)';

/** Takes all but so many kilobytes; a file of its own, which a user would delete. */
function fill(project: TemporaryProject, folder: string, left: number): void {
  const [, , , free = '0'] =
    execFileSync('df', ['-k', '--output=source,size,used,avail', folder], {
      encoding: 'utf8',
    })
      .split('\n')[1]
      ?.split(/\s+/) ?? [];
  writeFileSync(
    project.path(`${folder.slice(project.folder.length + 1)}/ballast`),
    Buffer.alloc((Number(free) - left) * 1024),
  );
}

async function released(rest: object = {}) {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { cases: 100, rest });
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect((await run('release', 'sums', '--quiet')).exitCode).toBe(0);
  await writeDraft(project, { variant: 'good' });
  const whole = (await run('run', 'sums', '--json', '--cache', 'off')).json<RunFile>();
  server.requests.length = 0;
  return { server, project, run, whole };
}

function decisionsOf({ verdict, comparisons, trials }: RunFile) {
  return { verdict, trials, comparisons: comparisons.filter(({ metric }) => metric !== 'latency') };
}

it.skipIf(process.platform === 'win32')(
  'a disk that takes only a part of the cases costs no call',
  async () => {
    const server = await startSumsServer();
    const project = await makeSumsProject(server.baseURL, { cases: 900 });
    const limited = ['-c', 'ulimit -f 40; exec "$@"', 'sh', process.execPath, bin, 'run', 'sums'];
    const options = { cwd: project.folder, env: cleanEnvironment() };
    await expect(promisify(execFile)('sh', limited, options)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/the run's folder cannot be written: EFBIG/),
    });
    expect(server.requests).toEqual([]);
    expect(await runIds(project, 'sums')).toEqual([]);
  },
);

it.skipIf(process.platform === 'win32')(
  'a disk that takes no answer leaves nothing, and nobody is told that something stays',
  async () => {
    const server = await startSumsServer(() => 'A: 2 '.repeat(10_000));
    const project = await makeSumsProject(server.baseURL, { cases: 4 });
    const limited = ['-c', 'ulimit -f 40; exec "$@"', 'sh', process.execPath, bin, 'run', 'sums'];
    const options = { cwd: project.folder, env: cleanEnvironment() };
    await expect(promisify(execFile)('sh', limited, options)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Could not write \S+trials\.jsonl: EFBIG(?!.*(stays|kept|--resume))/s),
    });
    expect(await runIds(project, 'sums')).toEqual([]);
  },
);

describe.skipIf(!isAble)(title, () => {
  it.each([
    ['while journalling', 40, 'trials.jsonl'],
    ['while writing run.json', 100, 'trials.jsonl'],
    ['while reporting', 150, 'run.json'],
  ])('%s says so, and the run goes on once there is room', async (_, left, furthest) => {
    const { server, project, run, whole } = await released();
    await rm(project.path('reports'), { recursive: true });
    mountSmallDisk(project.path('reports'), 4096);
    fill(project, project.path('reports'), left);

    const full = await run('run', 'sums');
    expect(full.exitCode).toBe(2);
    expect(full.stderr).toMatch(/ENOSPC|no space is left/);
    const [id = ''] = await runIds(project, 'sums');
    expect(full.stderr).toContain(`Go on with: prompteval run sums --resume --run ${id}`);
    const asked = server.requests.length;
    const written = await project.list(`reports/sums/${id}`);
    expect(written).toContain(`reports/sums/${id}/${furthest}`);
    expect(written).not.toContain(`reports/sums/${id}/index.html`);

    await rm(project.path('reports/ballast'));
    const resumed = await run('run', 'sums', '--resume', '--json');
    expect(resumed.exitCode).toBe(0);
    expect(decisionsOf(resumed.json<RunFile>())).toEqual(decisionsOf(whole));
    // What was in flight when the disk was full is asked again, and nothing else.
    expect(server.requests.length).toBeLessThanOrEqual(200 + 50);
    expect(server.requests.length).toBeGreaterThanOrEqual(Math.max(200, asked));
    expect((await run('recompute', id)).exitCode).toBe(0);
  });

  it('while caching says so, and the run goes on once there is room', async () => {
    const { server, project, run, whole } = await released({ cache: 'on' });
    await rm(project.path('.prompteval/cache'), { recursive: true, force: true });
    mountSmallDisk(project.path('.prompteval/cache'), 64);
    const full = await run('run', 'sums');
    expect(full.exitCode).toBe(2);
    expect(full.stderr).toContain('Could not keep an answer in the cache');
    const asked = server.requests.length;

    const resumed = await run('run', 'sums', '--resume', '--cache', 'off', '--json');
    expect(resumed.exitCode).toBe(0);
    expect(decisionsOf(resumed.json<RunFile>())).toEqual(decisionsOf(whole));
    expect(asked).toBeLessThan(200);
    expect(server.requests.length).toBeLessThanOrEqual(200 + 50);
  });

  it('of the registry, when a run is paid for and passed, names the command that releases it', async () => {
    const server = await startSumsServer();
    const project = await makeSumsProject(server.baseURL, { cases: 20 });
    const run = (...args: string[]) => runCli(args, { cwd: project.folder });
    mountSmallDisk(project.path('.prompteval/registry'), 1024);
    fill(project, project.path('.prompteval/registry'), 4);
    const full = await run('release', 'sums');
    expect(full.exitCode).toBe(2);
    expect(full.stderr).toContain('ENOSPC');
    const [id = ''] = await runIds(project, 'sums');
    expect(full.stderr).toContain(`without another call: prompteval release sums --run ${id}\n`);
    const asked = server.requests.length;
    await rm(project.path('.prompteval/registry/ballast'));
    const released = await run('release', 'sums', '--run', id);
    expect([released.exitCode, server.requests.length], released.stderr).toEqual([0, asked]);
  });
});
