import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, versionsOf } from './catalog.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsPrompt,
  writeDraft,
} from './sums-project.ts';

const cases = 40;

/** Version 1 is stable on `openai/adder`; the server's log begins after its release. */
async function released(): Promise<{ project: TemporaryProject; server: OpenAIServer }> {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { cases });
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  server.requests.length = 0;
  return { project, server };
}

it('evaluates a draft that changes only its model on that model, and stable on its own', async () => {
  const { project, server } = await released();
  await writeDraft(project, { variant: 'fair', model: 'openai/other' });

  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(0);
  const asked = server.requests.map((request) => request.model);
  expect(asked.filter((model) => model === 'adder')).toHaveLength(cases);
  expect(asked.filter((model) => model === 'other')).toHaveLength(cases);

  const run = result.json<RunFile>();
  expect(run.models).toEqual(['own']);
  expect(new Set(run.comparisons.map((comparison) => comparison.model))).toEqual(new Set(['own']));
  const trials = (await project.read(`reports/sums/${run.id}/trials.jsonl`)).trimEnd().split('\n');
  const lanes = new Set(trials.map((line) => JSON.parse(line)).map(({ arm, model }) => `${arm} ${model}`));
  expect(lanes).toEqual(new Set(['baseline openai/adder', 'candidate openai/other']));
  const cost = run.comparisons.find(({ metric, slice }) => metric === 'cost' && slice === null);
  expect(cost?.delta).toBeLessThan(-5);

  const versions = await versionsOf(project, 'sums');
  expect(versions.map(({ file }) => file.model)).toEqual(['openai/adder', 'openai/other']);
});

it('sends each arm its own parameters where a draft changes only those', async () => {
  const { project, server } = await released();
  const text = sumsPrompt({ variant: 'fair' }).replace('temperature: 0,', 'temperature: 0.5,');
  await project.write('prompts/sums.prompt.yml', text);

  const result = await runCli(['run', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(0);
  const temperatures = server.requests.map((request) => request.body.temperature);
  expect(temperatures.filter((value) => value === 0)).toHaveLength(cases);
  expect(temperatures.filter((value) => value === 0.5)).toHaveLength(cases);
  expect(result.json<RunFile>().trials).toMatchObject({ planned: 2 * cases, completed: 2 * cases });
});

it("refuses to release where the version's own model is not among those evaluated", async () => {
  const { project, server } = await released();
  await project.write(configFile, sumsConfig(server.baseURL, { prompt: { models: ['openai/other'] } }));
  await writeDraft(project, { variant: 'good' });

  const refused = await runCli(['release', 'sums'], { cwd: project.folder });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/openai\/adder/);
  expect(server.requests).toHaveLength(0);
  expect(await movesOf(project, 'sums')).toHaveLength(1);

  const checked = await runCli(['validate', '--json'], { cwd: project.folder });
  expect(checked.json()).toMatchObject({
    prompts: [{ warnings: [{ message: expect.stringContaining('ships with openai/adder') }] }],
  });

  const run = await runCli(['run', 'sums', '--json'], { cwd: project.folder });
  expect(run.exitCode).toBe(0);
  expect(run.json<RunFile>()).toMatchObject({
    status: 'complete',
    models: ['openai/other'],
    verdict: { status: 'pass' },
    plan: { action: 'hold', because: expect.stringContaining('did not evaluate openai/adder') },
  });
  expect(run.stderr).not.toContain('Release it without another call');
  const recomputed = await runCli(['recompute', run.json<RunFile>().id], { cwd: project.folder });
  expect(recomputed.exitCode).toBe(0);
  expect(new Set(server.requests.map((request) => request.model))).toEqual(new Set(['other']));

  const finished = await runCli(['release', 'sums', '--run', run.json<RunFile>().id], {
    cwd: project.folder,
  });
  expect(finished.exitCode).toBe(2);
  expect(await movesOf(project, 'sums')).toHaveLength(1);
});

it('counts a model that is asked for twice once', async () => {
  const { project, server } = await released();
  await project.write(
    configFile,
    sumsConfig(server.baseURL, { prompt: { models: ['own', 'openai/adder', 'openai/other'] } }),
  );
  await writeDraft(project, { variant: 'good' });
  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  expect(result.exitCode).toBe(0);
  expect(server.requests).toHaveLength(4 * cases);
  expect(result.json<RunFile>().models).toEqual(['openai/adder', 'openai/other']);
});
