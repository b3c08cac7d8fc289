import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const narrowings: [string, string[], number, number][] = [
  ['--first', ['--first', '30'], 30, 0],
  ['--filter', ['--filter', 'early'], 40, 0],
  ['--case', ['--case', 'sum-003', '--case', 'sum-004'], 2, 3],
  ['--model', ['--model', 'openai/adder'], 80, 0],
];

describe('a run that is narrowed', () => {
  let server: OpenAIServer;
  let project: TemporaryProject;
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });

  beforeAll(async () => {
    server = await startSumsServer();
    project = await makeSumsProject(server.baseURL, { cases: 80 });
    expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    await writeDraft(project, { variant: 'good' });
  });
  afterAll(async () => {
    await server.close();
    await project.remove();
  });

  it.each(narrowings)('by %s is a smoke run that can not promote', async (option, args, cases, exitCode) => {
    server.requests.length = 0;
    const result = await cli('run', 'sums', ...args, '--json');
    const run = result.json<RunFile>();
    expect(server.requests).toHaveLength(2 * cases);
    expect(result.exitCode).toBe(exitCode);
    expect(run).toMatchObject({
      status: 'smoke',
      dataset: { cases },
      verdict: { status: exitCode === 0 ? 'pass' : 'inconclusive' },
      plan: { action: 'hold' },
      release: null,
    });
    expect(await project.read(`reports/sums/${run.id}/summary.md`)).toMatch(/smoke/i);
    expect(await project.read(`reports/sums/${run.id}/index.html`)).toMatch(/smoke/i);

    server.requests.length = 0;
    const refused = await cli('release', 'sums', ...args);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(option);
    const finished = await cli('release', 'sums', '--run', run.id);
    expect(finished.exitCode).toBe(2);
    expect(finished.stderr).toMatch(/smoke/);
    expect(server.requests).toHaveLength(0);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('exits 1 where even that part shows that the draft is worse', async () => {
    await writeDraft(project, { variant: 'poor' });
    const result = await cli('run', 'sums', '--filter', 'late', '--json');
    expect(result.exitCode).toBe(1);
    expect(result.json<RunFile>()).toMatchObject({ status: 'smoke', verdict: { status: 'fail' } });
  });

  it.each([
    ['an unknown tag', ['--filter', 'earl'], /"earl".*early/],
    ['an unknown case', ['--case', 'sum-999'], /sum-999/],
    [
      'a tag that none of the named cases has',
      ['--filter', 'late', '--case', 'sum-001'],
      /none of the cases that --case names has the tag "late"/,
    ],
  ])('names %s', async (_title, args, message) => {
    const result = await cli('run', 'sums', ...args);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toContain('""');
  });
});
