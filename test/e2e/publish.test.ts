import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MoveRecord, VersionRecord } from '../../src/core/registry.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, statusOf, versionsOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

/** Told in order: each test goes on from where the one before it ended. */
describe('publish', () => {
  let project: TemporaryProject;
  let server: OpenAIServer;
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });

  beforeAll(async () => {
    server = await startSumsServer();
    project = await makeSumsProject(server.baseURL);
    expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    await writeDraft(project, { variant: 'good' });
    server.requests.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await project.remove();
  });

  it('makes a version that latest names while stable stays', async () => {
    const published = await cli('publish', 'sums', '--note', 'knows every sum', '--json');
    expect(published.exitCode).toBe(0);
    expect(published.json()).toMatchObject({ prompt: 'sums', version: 2 });
    expect(await statusOf(project, 'sums')).toMatchObject({ latest: 2, aliases: { stable: { version: 1 } } });
    expect(server.requests).toHaveLength(0);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
    const latest = (await cli('show', 'sums@latest', '--json')).json<VersionRecord>();
    expect(latest).toMatchObject({ version: 2, note: 'knows every sum', file: { name: 'sums' } });
  });

  it('names the same version when the same draft is published again', async () => {
    const again = await cli('publish', 'sums', '--note', 'once more', '--json');
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({ version: 2 });
    const versions = await versionsOf(project, 'sums');
    expect(versions.map(({ version, note }) => [version, note])).toEqual([
      [1, null],
      [2, 'knows every sum'],
    ]);
  });

  it('releases a published version while the draft is something else', async () => {
    await writeDraft(project, { variant: 'poor' });
    const result = await cli('release', 'sums', '--candidate', 'sums@2', '--json');
    expect(result.exitCode).toBe(0);
    const run = result.json<RunFile>();
    expect(run.arms.candidate.version).toBe(2);
    expect(run.release).toEqual({ alias: 'stable', seq: 2, from: 1, to: 2 });
    expect(await versionsOf(project, 'sums')).toHaveLength(2);
    expect(await auditExit(project)).toBe(0);
    const again = await cli('release', 'sums', '--candidate', 'sums@2', '--json');
    expect(again.json()).toEqual({ prompt: 'sums', released: null, stable: 2 });
  });

  it('shows the catalog to machines', async () => {
    const versions = (await cli('versions', 'sums', '--json')).json<
      { version: number; aliases: string[] }[]
    >();
    expect(versions.map(({ version, aliases }) => [version, aliases])).toEqual([
      [2, ['stable']],
      [1, []],
    ]);
    const shown = (await cli('show', 'sums@1', '--json')).json<VersionRecord>();
    const [stored] = await versionsOf(project, 'sums');
    expect(shown).toMatchObject({ version: 1, digest: stored?.digest, file: stored?.file, at: stored?.at });
    const diff = (await cli('diff', 'sums@1', 'sums@2', '--json')).json();
    expect(diff).toMatchObject({ from: { version: 1 }, to: { version: 2 }, same: false });
    const log = (await cli('log', 'sums', '--json')).json<MoveRecord[]>();
    expect((await movesOf(project, 'sums')).reverse()).toMatchObject(log);
  });

  it('evaluates against another version than stable without moving anything', async () => {
    const result = await cli('run', 'sums', '--candidate', '@1', '--baseline', '@2', '--json');
    expect(result.exitCode).toBe(1);
    const run = result.json<RunFile>();
    expect(run.arms).toMatchObject({ baseline: { version: 2 }, candidate: { version: 1 } });
    expect(await movesOf(project, 'sums')).toHaveLength(2);
  });

  it('moves another alias, which starts without a baseline', async () => {
    const result = await cli('release', 'sums', '--candidate', '@1', '--alias', 'canary', '--json');
    expect(result.exitCode).toBe(0);
    expect(result.json<RunFile>()).toMatchObject({
      arms: { baseline: null },
      release: { alias: 'canary', seq: 1, from: null, to: 1 },
    });
    expect(await statusOf(project, 'sums')).toMatchObject({
      aliases: { stable: { version: 2 }, canary: { version: 1 } },
    });
    expect(await auditExit(project)).toBe(0);
  });
});
