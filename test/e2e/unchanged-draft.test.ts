import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { movesOf } from './catalog.ts';
import { makeSumsProject, startSumsServer } from './sums-project.ts';

it('a draft that is what stable names can be run, and its run releases nothing', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL);
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });

  const result = await cli('run', 'sums', '--json');
  expect(result.exitCode).toBe(0);
  const run = result.json<RunFile>();
  expect(run).toMatchObject({ verdict: { status: 'pass' }, plan: { action: 'hold' } });

  const released = await cli('release', 'sums', '--run', run.id, '--json');
  expect(released.exitCode).toBe(0);
  expect(released.json()).toEqual({ prompt: 'sums', released: null, stable: 1 });
  expect(await movesOf(project, 'sums')).toHaveLength(1);
});
