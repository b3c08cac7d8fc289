import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { inPostgres, openPlace } from '../registry/places.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const postgres = await startPostgres();
if ('skipped' in postgres) {
  it.skip(`skipped: ${postgres.skipped}`, () => undefined);
} else {
  afterAll(() => postgres.stop());
  describe('a project whose registry is in PostgreSQL', () => scenarios(postgres));
}

function scenarios(postgres: PostgresServer): void {
  let models: OpenAIServer;
  beforeAll(async () => {
    models = await startSumsServer();
  });
  afterAll(() => models.close());

  const ask = (project: TemporaryProject, url: string, ...args: string[]): Promise<CliResult> =>
    runCli(args, { cwd: project.folder, env: { PROMPTEVAL_REGISTRY: url } });

  it('releases, rolls back and counts attempts for all, and needs no folder', async () => {
    const url = await postgres.database();
    const [ana, ben] = [await makeSumsProject(models.baseURL), await makeSumsProject(models.baseURL)];
    const first = await ask(ana, url, 'release', 'sums', '--json');
    expect(first.exitCode, first.stderr).toBe(0);
    expect(await ana.list('.prompteval')).toEqual([]);

    await writeDraft(ben, { variant: 'good' });
    const second = await ask(ben, url, 'release', 'sums', '--json');
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.json<RunFile>()).toMatchObject({ attempt: 2, release: { seq: 2, from: 1, to: 2 } });

    expect((await ask(ana, url, 'rollback', 'sums', '--reason', 'an incident')).exitCode).toBe(0);
    const status = await ask(ben, url, 'status', 'sums', '--json');
    expect(status.json()).toMatchObject({ latest: 2, aliases: { stable: { version: 1, seq: 3 } } });
    const audit = await ask(ben, url, 'audit', 'verify');
    expect(audit).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('2 versions, 3 moves, 2 pieces of evidence'),
    });
  });

  it('is named by the audit where one byte was changed', async () => {
    const url = await postgres.database();
    const project = await makeSumsProject(models.baseURL);
    expect((await ask(project, url, 'release', 'sums', '--quiet')).exitCode).toBe(0);
    const keys: string[] = [];
    for await (const key of openPlace(url).list('')) keys.push(key);
    // The version, its evidence, the plan of its release and the move.
    expect(keys).toHaveLength(4);
    for (const key of keys) {
      const bytes = (await openPlace(url).get(key)) ?? new Uint8Array();
      const changed = Uint8Array.from(bytes);
      changed[20] = (changed[20] ?? 0) ^ 1;
      await inPostgres(postgres).write(url, new Map([[key, changed]]));
      const audit = await ask(project, url, 'audit', 'verify');
      expect(audit).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(`✖ ${key} `) });
      await inPostgres(postgres).write(url, new Map([[key, bytes]]));
    }
  });

  it('comes from a folder and goes back to one, with its attempts', async () => {
    const url = await postgres.database();
    const project = await makeSumsProject(models.baseURL);
    const here = { cwd: project.folder };
    for (const variant of ['fair', 'good']) {
      await writeDraft(project, { variant });
      expect((await runCli(['release', 'sums', '--quiet'], here)).exitCode).toBe(0);
    }
    const there = await runCli(['registry', 'copy', '.prompteval/registry', url, '--json'], here);
    expect(there.exitCode, there.stderr).toBe(0);
    expect(there.json()).toMatchObject({ keys: 8, copied: 8, present: 0, attempts: 2, findings: [] });
    const again = await runCli(['registry', 'copy', '.prompteval/registry', url], here);
    expect(again.stdout).toBe(
      'Copied 0 of 8 records, 8 were there already.\n' +
        '✔ both ends fit; the copy holds 2 versions, 2 moves, 2 pieces of evidence\n',
    );
    const home = await runCli(['registry', 'copy', url, 'back/registry'], here);
    expect(home.exitCode, home.stderr).toBe(0);
    const folders = ['.prompteval/registry', 'back/registry'];
    const [original, back] = await Promise.all(folders.map((folder) => contents(project, folder)));
    expect(back).toEqual(original);
    expect(await project.read('back/attempts/sums.jsonl')).toBe(
      await project.read('.prompteval/attempts/sums.jsonl'),
    );

    expect((await ask(project, url, 'rollback', 'sums', '--reason', 'an incident')).exitCode).toBe(0);
    const refused = await runCli(['registry', 'copy', '.prompteval/registry', url], here);
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('0000000003.json, which the source does not have');
    for (const { stdout, stderr } of [there, again, refused]) {
      expect(stdout + stderr).not.toContain(encodeURIComponent(postgres.password));
    }
  });

  it('says what is wrong with its address, and keeps the password to itself', async () => {
    const url = new URL(await postgres.database());
    url.password = 'wr0ng-Secret';
    const project = await makeSumsProject(models.baseURL);
    const result = await ask(project, url.href, 'release', 'sums');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(
      /PROMPTEVAL_REGISTRY: the registry at postgres:\/\/admin@.* refuses the password/,
    );
    expect(result.stdout + result.stderr).not.toContain('wr0ng-Secret');
    expect(await project.list('reports')).toEqual([]);
  });

  it('is named in the config, where the password may come from the environment', async () => {
    const url = new URL(await postgres.database());
    const password = decodeURIComponent(url.password);
    url.password = '';
    const project = await makeSumsProject(models.baseURL, { rest: { registry: url.href } });
    const options = { cwd: project.folder, env: { PGPASSWORD: password } };
    expect((await runCli(['publish', 'sums', '--note', 'first'], options)).exitCode).toBe(0);
    expect((await runCli(['status', 'sums', '--json'], options)).json()).toMatchObject({ latest: 1 });
  });
}

it('refuses to keep a registry at any other address', async () => {
  const project = await makeProject({ 'prompteval.config.json': '{"prompts": {}}' });
  const { exitCode, stderr } = await runCli(['registry', 'copy', 'a', 's3://bucket/b'], {
    cwd: project.folder,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('<to>: a registry can\'t be kept at "s3:"');
});

async function contents(project: TemporaryProject, folder: string): Promise<[string, string][]> {
  const paths = (await project.list(folder)).filter((path) => !path.includes('/.'));
  return Promise.all(
    paths
      .filter((path) => !path.endsWith('.gitattributes'))
      .map(async (path): Promise<[string, string]> => [path.slice(folder.length), await project.read(path)]),
  );
}
