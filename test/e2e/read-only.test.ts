import { mkdir, rm, symlink } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, runIds } from './catalog.ts';
import { makeSumsProject, startSumsServer } from './sums-project.ts';

let server: OpenAIServer;
let project: TemporaryProject;

const cli = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: project.folder });

beforeAll(async () => {
  server = await startSumsServer();
  project = await makeSumsProject(server.baseURL);
});
afterAll(async () => {
  await server.close();
  await project.remove();
});

// Rights would not keep root out, so these are places where nobody can write.
it('finds before the first call that the ledger of attempts cannot be written, where a run needs it', async () => {
  const ledger = project.path('.prompteval/attempts/sums.jsonl');
  await mkdir(project.path('.prompteval/attempts'), { recursive: true });
  await symlink(project.path('nowhere/sums.jsonl'), ledger);
  for (const command of ['run', 'release', 'sweep']) {
    const refused = await cli(command, 'sums');
    expect(refused.stderr).toContain('the ledger of attempts cannot be written');
    expect({ exitCode: refused.exitCode, runs: await runIds(project, 'sums') }).toEqual({
      exitCode: 2,
      runs: [],
    });
  }
  expect(server.requests).toHaveLength(0);

  expect(await cli('run', 'sums', '--dry-run')).toMatchObject({ exitCode: 0 });
  const smoke = (await cli('run', 'sums', '--first', '3', '--json')).json<RunFile>();
  expect(smoke).toMatchObject({ status: 'smoke', trials: { completed: 3 } });
  await rm(ledger);
});

it('finds before the first call that the registry cannot be written, which a run does not need', async () => {
  await project.write('.prompteval/registry/blobs', 'a file in the place of a folder');
  server.requests.length = 0;
  const refused = await cli('release', 'sums');
  expect(refused.stderr).toMatch(/registry\/blobs\/sha256.*the registry can't be written.*ENOTDIR/);
  expect(refused.exitCode).toBe(2);
  expect(server.requests).toHaveLength(0);
  expect(await cli('release', 'sums', '--dry-run')).toMatchObject({ exitCode: 0 });
  expect(await cli('run', 'sums')).toMatchObject({ exitCode: 0 });
  expect(await movesOf(project, 'sums')).toEqual([]);
});
