import { mkdir, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, readRun, statusOf } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { makeSumsProject, startSumsServer } from './sums-project.ts';

describe('a release whose run could not say that it happened', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let id = '';

  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL);
    const { exitCode, json } = await runCli(['run', 'sums', '--json'], { cwd: original.folder });
    expect(exitCode).toBe(0);
    id = json<RunFile>().id;
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  it('is a release all the same: exit 0, with a warning', async () => {
    const project = await copyProject(original);
    const page = project.path(`reports/sums/${id}/index.html`);
    await rm(page);
    // No file can take the place of a folder.
    await mkdir(page);
    const result = await runCli(['release', 'sums', '--run', id], { cwd: project.folder });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stdout).toBe('Released: stable of sums is v1 (move 1).\n');
    expect(result.stderr).toMatch(
      new RegExp(`⚠ its reports could not be written .*: prompteval report ${id}`),
    );
    expect(await movesOf(project, 'sums')).toHaveLength(1);

    await rm(page, { recursive: true });
    expect((await runCli(['report'], { cwd: project.folder })).exitCode).toBe(0);
    expect(await project.read(`reports/sums/${id}/summary.md`)).toMatch(/stable/);
    expect(await auditExit(project)).toBe(0);
  });

  it('is known from the registry: to status, to runs, and to report, which writes it down', async () => {
    const project = await copyProject(original);
    const { exitCode, json } = await runCli(['release', 'sums', '--run', id, '--json'], {
      cwd: project.folder,
    });
    expect(exitCode).toBe(0);
    const { release } = json<RunFile>();
    expect(release).toEqual({ alias: 'stable', seq: 1, from: null, to: 1 });
    // As a process leaves it that is killed between the move and the words about it.
    const file = project.path(`reports/sums/${id}/run.json`);
    const cut = { ...(await readRun(project, 'sums', id)), release: null };
    await writeFile(file, JSON.stringify(cut));

    expect((await statusOf(project, 'sums')).aliases.stable).toMatchObject({ version: 1, run: id });
    const runs = await runCli(['runs', '--json'], { cwd: project.folder });
    expect(runs.json()).toEqual([expect.objectContaining({ id, release })]);
    expect((await readRun(project, 'sums', id)).release).toBeNull();
    const report = await runCli(['report', '--json'], { cwd: project.folder });
    expect(report.json()).toMatchObject({ id, release });
    expect((await readRun(project, 'sums', id)).release).toEqual(release);
  });

  it('is not believed of another run, and a registry that is damaged hides no report', async () => {
    const project = await copyProject(original);
    expect((await runCli(['release', 'sums', '--run', id], { cwd: project.folder })).exitCode).toBe(0);
    const cut = { ...(await readRun(project, 'sums', id)), release: null };
    const write = (run: object) => project.write(`reports/sums/${id}/run.json`, JSON.stringify(run));
    await write({ ...cut, tool: 'another' });
    const other = await runCli(['report', '--json'], { cwd: project.folder });
    expect(other.json()).toMatchObject({ id, release: null });

    await write(cut);
    await project.write('.prompteval/registry/aliases/sums/stable/0000000001.json', '{');
    const result = await runCli(['report', '--json'], { cwd: project.folder });
    expect(result.exitCode).toBe(0);
    expect(result.json()).toMatchObject({ id, release: null });
    expect(result.stderr).toContain('⚠ the registry could not be asked');
  });
});
