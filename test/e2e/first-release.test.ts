import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { auditExit, movesOf, statusOf, versionsOf } from './catalog.ts';
import { makeSumsProject, startSumsServer } from './sums-project.ts';

it('has nothing to compare with, says so, and makes version 1 stable', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, {
    gates: [
      { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 },
      { metric: 'cost', maxIncrease: '10%' },
    ],
  });
  const before = await statusOf(project, 'sums');
  expect(before).toMatchObject({ prompt: 'sums', aliases: {}, latest: null, draft: { changed: true } });

  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(0);
  const run = result.json<RunFile>();
  expect(run.arms.baseline).toBeNull();
  expect(run.trials).toEqual({ planned: 40, completed: 40, failed: 0, cached: 0 });
  expect(server.requests).toHaveLength(40);
  expect(run.verdict.status).toBe('pass');
  expect(run.verdict.headline).toMatch(/nothing was compared/);
  for (const outcome of run.verdict.outcomes) {
    expect(outcome).toMatchObject({ status: 'inconclusive', reason: 'no-baseline', enforced: false });
  }
  expect(run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null)).toMatchObject({
    baseline: null,
    candidate: { value: 0.75, n: 40 },
    delta: null,
    interval: null,
  });
  expect(run.release).toEqual({ alias: 'stable', seq: 1, from: null, to: 1 });
  expect(await movesOf(project, 'sums')).toMatchObject([
    {
      seq: 1,
      kind: 'promote',
      from: null,
      to: { version: 1 },
      prevSha256: null,
      evidence: { baseline: null },
    },
  ]);
  expect(await versionsOf(project, 'sums')).toHaveLength(1);
  expect(await statusOf(project, 'sums')).toMatchObject({ latest: 1, draft: { changed: false } });
  expect(await auditExit(project)).toBe(0);
});

it.each([
  ['a floor that is not reached', 0.9, 1],
  ['a floor that is proven', 0.6, 0],
  ['a floor between the two', 0.72, 3],
])('still decides by %s', async (_title, min, exitCode) => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { cases: 80, gates: [{ metric: 'quality', min }] });
  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(exitCode);
  expect(await movesOf(project, 'sums')).toHaveLength(exitCode === 0 ? 1 : 0);
  expect(await versionsOf(project, 'sums')).toHaveLength(exitCode === 0 ? 1 : 0);
});
