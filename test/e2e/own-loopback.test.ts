import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, statusOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const cases = 120;

/** Through the openai provider: the better prompt is released, and the way back is blocked. Told in order. */
describe('a release through an OpenAI-compatible server', () => {
  let server: OpenAIServer;
  let project: TemporaryProject;
  const release = (): Promise<CliResult> => runCli(['release', 'sums', '--json'], { cwd: project.folder });

  beforeAll(async () => {
    server = await startSumsServer();
    project = await makeSumsProject(server.baseURL, {
      cases,
      variant: 'poor',
      gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.03 }],
    });
    expect(await release()).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await server.close();
    await project.remove();
  });

  it('releases the better one with exact scores, wins and losses', async () => {
    await writeDraft(project, { variant: 'fair' });
    const result = await release();
    expect(result.exitCode).toBe(0);
    const run = result.json<RunFile>();
    expect(run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null)).toMatchObject(
      {
        model: 'openai/adder',
        baseline: { value: 60 / 120, n: cases },
        candidate: { value: 90 / 120, n: cases },
        delta: 0.25,
        pairs: cases,
        wins: 30,
        losses: 0,
        missing: 0,
      },
    );
    const sliced = run.comparisons.filter(({ metric, slice }) => metric === 'quality' && slice !== null);
    expect(sliced.map(({ slice, pairs, wins }) => [slice, pairs, wins])).toEqual([
      ['early', 60, 15],
      ['late', 60, 15],
    ]);
    expect(run.spend.usd).toBeGreaterThan(0);
    expect(await statusOf(project, 'sums')).toMatchObject({
      aliases: { stable: { version: 2, run: run.id } },
    });
  });

  it('blocks the way back and says how far it falls at least', async () => {
    await writeDraft(project, { variant: 'poor' });
    const before = server.requests.length;
    const result = await release();
    expect(result.exitCode).toBe(1);
    expect(server.requests).toHaveLength(before + 2 * cases);
    const { verdict } = result.json<RunFile>();
    const outcome = verdict.outcomes.find(({ gate }) => gate === 'quality');
    expect(outcome).toMatchObject({ status: 'fail', reason: 'proven-worse' });
    expect(outcome?.text).toMatch(/30 cases got worse, 0 better\. The drop is at least 1\d\.\d points/);
    expect(await movesOf(project, 'sums')).toHaveLength(2);
  });
});
