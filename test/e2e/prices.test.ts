import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { movesOf } from './catalog.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsPrompt,
  writeDraft,
} from './sums-project.ts';

const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
  { metric: 'cost', maxIncrease: '10%' },
];

it('leaves a cost gate undecided where a price is unknown, and never counts it as 0', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { gates });
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  await writeDraft(project, { variant: 'good', model: 'openai/nobody-knows' });
  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(3);
  const { verdict, spend, warnings, id } = result.json<RunFile>();
  expect(spend.unpriced).toBe(40);
  expect(warnings).toEqual([expect.stringMatching(/40 of 80 answers have no known price/)]);
  expect(await project.read(`reports/sums/${id}/summary.md`)).toMatch(/40 unpriced answers/);
  expect(verdict.outcomes.find(({ gate }) => gate === 'cost')).toMatchObject({ reason: 'no-price' });
  expect(await movesOf(project, 'sums')).toHaveLength(1);
});

it('blocks what costs too much more, by the prices of the config', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { gates });
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  const longer = sumsPrompt({ variant: 'good' }).replace('Add the', `${'Think well. '.repeat(20)}Add the`);
  await project.write('prompts/sums.prompt.yml', longer);
  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(1);
  expect(result.json<RunFile>().verdict.headline).toMatch(/^1 of 3 gates failed: cost\./);
  expect(await movesOf(project, 'sums')).toHaveLength(1);
});

it('refuses a cap on the cost of a model without a price before any call', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL);
  await project.write(configFile, sumsConfig(server.baseURL, { rest: { maxCost: 1 } }));
  await writeDraft(project, { variant: 'good', model: 'openai/nobody-knows' });
  const result = await runCli(['run', 'sums'], { cwd: project.folder });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(/openai\/nobody-knows/);
  expect(server.requests).toHaveLength(0);
});

it('plans and estimates without a call', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL);
  const result = await runCli(['release', 'sums', '--dry-run', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(0);
  expect(result.json()).toMatchObject({ prompt: 'sums', calls: 40, cases: 40 });
  expect(result.json<{ usd: number }>().usd).toBeGreaterThan(0);
  expect(server.requests).toHaveLength(0);
  expect(await project.list('reports')).toEqual([]);
  expect(await movesOf(project, 'sums')).toEqual([]);
});
