import { expect, it } from 'vitest';
import { losesMovesOfJobs, readPlace } from '../../src/project/opening/registry-place.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

interface Checked {
  job: { kind: string } | null;
  missing: string[];
  losesMoves: boolean;
}

it('says on a laptop what the job of the main branch would lose, and ends with 1', async () => {
  const project = await makeProject();
  const cwd = project.folder;
  expect((await runCli(['init', '--ci', 'github', '--yes', '--quiet'], { cwd })).exitCode).toBe(0);

  const here = await runCli(['ci-check'], { cwd });
  expect([here.exitCode, here.stdout.includes('Nothing is missing')]).toEqual([1, false]);
  expect(here.stdout).toContain('✖ the registry is the folder .prompteval/registry of the checkout');

  const env = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' };
  const check = async (changes: Record<string, string>) => {
    const args = ['ci-check', '--json', '--main-branch', 'main'];
    const result = await runCli(args, { cwd, env: { ...env, ...changes } });
    return { exitCode: result.exitCode, ...result.json<Checked>() };
  };
  expect(await check({})).toMatchObject({ exitCode: 1, losesMoves: true, job: { kind: 'main' } });
  const elsewhere = await check({ GITHUB_EVENT_NAME: 'schedule' });
  expect(elsewhere).toMatchObject({ exitCode: 0, losesMoves: false, job: { kind: 'nightly' } });
});

it.each([
  ['a folder', readPlace('.prompteval/registry', 'registry', '/p'), true],
  ['PostgreSQL', readPlace('postgres://db/p', 'registry', '/p'), false],
  [
    'a branch',
    { kind: 'git' as const, git: { root: '/p', branch: 'main', remote: 'origin', folder: 'r' } },
    false,
  ],
])('takes %s for what it is', (_, place, isLost) => expect(losesMovesOfJobs(place)).toBe(isLost));
