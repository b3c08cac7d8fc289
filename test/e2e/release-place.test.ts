import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { commitAll, git } from '../support/git.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

let server: OpenAIServer;
let original: TemporaryProject;
beforeAll(async () => {
  server = await startSumsServer();
  original = await makeSumsProject(server.baseURL, { rest: { release: { from: 'ci' } } });
  await original.write('.gitignore', 'reports/\n');
  await git(original.folder, 'init', '--quiet');
  await commitAll(original.folder);
});
afterAll(async () => {
  await server.close();
  await original.remove();
});

const url = 'https://github.com/acme/prompts/actions/runs/4711';
const job = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/prompts',
  GITHUB_RUN_ID: '4711',
};
const onLaptop = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: project.folder });
const inCi = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: project.folder, env: job });

it('releases in CI only, and only what is committed; the record says which job it was', async () => {
  const project = await copyProject(original);
  await project.write('notes.txt', 'not committed');
  await writeDraft(project, { variant: 'good' });
  const both = await onLaptop(project, 'release', 'sums');
  expect(both.exitCode).toBe(2);
  expect(both.stderr).toContain('releases are made in CI, and this machine is none');
  expect(both.stderr).toContain('is not what is committed: prompts/sums.prompt.yml, notes.txt');
  expect(server.requests).toEqual([]);

  const dirty = await inCi(project, 'release', 'sums');
  expect([dirty.exitCode, dirty.stderr]).toEqual([2, expect.stringContaining('not what is committed')]);
  expect(dirty.stderr).not.toContain('this machine is none');

  await commitAll(project.folder);
  const run = (await onLaptop(project, 'run', 'sums', '--json')).json<RunFile>();
  expect((await onLaptop(project, 'release', 'sums', '--run', run.id)).exitCode).toBe(2);
  const planned = await onLaptop(project, 'release', 'sums', '--run', run.id, '--plan-only', '--json');
  expect(planned.exitCode, planned.stderr).toBe(0);
  const { digest } = planned.json<{ digest: string }>();
  expect((await onLaptop(project, 'release', 'sums', '--apply', digest)).exitCode).toBe(2);
  // What the release before wrote is no change of anybody's.
  const released = await inCi(project, 'release', 'sums', '--apply', digest);
  expect(released.exitCode, released.stderr).toBe(0);
  expect(await movesOf(project, 'sums')).toMatchObject([
    { kind: 'promote', actor: 'ci:github:acme/prompts#4711', job: url },
  ]);

  // In an emergency, and on record.
  await writeDraft(project, { variant: 'poor' });
  const overridden = await onLaptop(project, 'release', 'sums', '--override', '--reason', 'CI is down');
  expect(overridden.exitCode, overridden.stderr).toBe(0);
  expect((await onLaptop(project, 'rollback', 'sums', '--reason', 'no')).exitCode).toBe(0);
  const [, override, rollback] = await movesOf(project, 'sums');
  expect([override?.kind, rollback?.kind]).toEqual(['override', 'rollback']);
  expect(override).not.toHaveProperty('job');
  const review = ['audit', 'review', 'sums', '--seq', '2', '--reason', 'seen'];
  await inCi(project, ...review);
  expect(await auditExit(project)).toBe(0);
});
