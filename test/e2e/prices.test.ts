import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';
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

it('says where prices came from', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL);
  const run = (await runCli(['run', 'sums', '--json'], { cwd: project.folder })).json<RunFile>();
  expect(run.prices).toMatch(/^config, genai-prices \d+\.\d+\.\d+$/);
  const page = await project.read(`reports/sums/${run.id}/index.html`);
  expect(page).toContain(`<dt>Prices</dt><dd><bdi>${run.prices}</bdi></dd>`);
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

it('plans for every vendor by its own prices, without a key', async () => {
  const rows = Array.from({ length: 400 }, (_, index) => `case-${index},${'Word'.repeat(1000)},x`);
  // USD for 400 calls of 1,000 tokens in and 100 out, each priced as such a call, not as one of 400,000.
  const expected = {
    'openai/gpt-4.1-mini': 400 * (1000 * 0.4e-6 + 100 * 1.6e-6),
    'anthropic/claude-sonnet-4-5': 400 * (1000 * 3e-6 + 100 * 15e-6),
    'bedrock/us.amazon.nova-lite-v1:0': 400 * (1000 * 0.06e-6 + 100 * 0.24e-6),
    'azure/mine': 400 * (1000 * 1e-6 + 100 * 2e-6),
  };
  const config = {
    prompts: {
      long: { dataset: 'cases.csv', models: Object.keys(expected), evaluators: ['exactMatch'], gates: [] },
    },
    prices: { 'azure/mine': { input: 1, output: 2 } },
  };
  const project = await makeProject({
    [configFile]: JSON.stringify(config),
    'prompts/long.prompt.yml':
      'name: long\nmodel: openai/gpt-4.1-mini\nmodelParameters: {maxTokens: 100}\nmessages:\n  - {role: user, content: "{{text}}"}\n',
    'cases.csv': `id,text,expected\n${rows.join('\n')}\n`,
  });
  const { json } = await runCli(['run', 'long', '--dry-run', '--json'], { cwd: project.folder });
  const plan = json<{ calls: number; models: { model: string; calls: number; usd: number }[] }>();
  expect(plan.calls).toBe(1600);
  const planned = plan.models.map(({ model, calls, usd }) => [model, calls, Number(usd.toFixed(9))]);
  expect(planned).toEqual(
    Object.entries(expected).map(([model, usd]) => [model, 400, Number(usd.toFixed(9))]),
  );
  const { stdout } = await runCli(['run', 'long', '--dry-run'], { cwd: project.folder });
  for (const model of Object.keys(expected)) expect(stdout).toContain(model);
});
