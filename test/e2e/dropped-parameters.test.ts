import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { greetingConfig, greetingProject } from '../cli/greeting-project.ts';
import { type ChatRequest, startOpenAIServer } from '../support/openai-server.ts';
import { png } from '../support/pictures.ts';
import { runCli } from '../support/run-cli.ts';

const prompt = (extension: string) => `model: openai/reasoner
modelParameters: {temperature: 0, maxTokens: 50}
messages:
  - role: user
    content: 'Yes or no? {{message}}'
    images: [images/logo.png]
x-prompteval:
  tools: [{name: look, parameters: {type: object}}]
${extension}`;

/** A project whose model refuses a temperature, as OpenAI's reasoning models do. */
async function makeReasoning(extension: string) {
  const server = await startOpenAIServer({
    answer({ body }: ChatRequest) {
      if (!('temperature' in body)) return 'yes';
      const message = "Unsupported value: 'temperature' does not support 0 with this model.";
      const error = {
        message,
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
      };
      return { status: 400, body: { error } };
    },
  });
  const settings = `providers: { openai: { baseURL: '${server.baseURL}', apiKey: 'unused', concurrency: 1 } }, prices: { 'openai/reasoner': { input: 1, output: 1 } },`;
  const project = await greetingProject({
    'prompteval.config.ts': greetingConfig(settings),
    'prompts/greet.prompt.yml': prompt(extension),
  });
  await mkdir(project.path('images'));
  await writeFile(project.path('images/logo.png'), png('logo'));
  return { project, server };
}

it('leaves out what the model refuses, sends all else, and says what was really sent', async () => {
  const { project, server } = await makeReasoning('  dropUnsupported: [temperature]\n');
  const result = await runCli(['run', 'greet', '--json'], { cwd: project.folder });
  const run = result.json<RunFile>();
  expect(run).toMatchObject({
    trials: { completed: 2, failed: 0 },
    sent: [
      { model: 'openai/reasoner', arm: 'candidate', parameters: { maxTokens: 50 }, dropped: ['temperature'] },
    ],
    warnings: ['openai/reasoner refuses temperature; it was left out, as the prompt allows.'],
  });
  expect(server.requests.map(({ body }) => body.temperature)).toEqual([0, undefined, undefined]);
  expect(server.requests.at(-1)?.body).toMatchObject({
    messages: [
      { content: [{}, { image_url: { url: `data:image/png;base64,${png('logo').toString('base64')}` } }] },
    ],
    tools: [{ function: { name: 'look' } }],
  });
  const trials = (await project.read(`reports/greet/${run.id}/trials.jsonl`)).trim().split('\n');
  const records = trials.map((line): TrialRecord => JSON.parse(line));
  expect(records.map(({ attempts, completion }) => [attempts, completion?.dropped])).toEqual([
    [2, ['temperature']],
    [1, ['temperature']],
  ]);
  expect(await runCli(['recompute'], { cwd: project.folder })).toMatchObject({ exitCode: 0 });
  const told = await runCli(['run', 'greet'], { cwd: project.folder });
  expect(told.stdout).toContain(
    'openai/reasoner refuses temperature; it was left out, as the prompt allows.',
  );
});

it('stops the run where the prompt does not allow that', async () => {
  const { project, server } = await makeReasoning('  dropUnsupported: [seed]\n');
  const result = await runCli(['run', 'greet'], { cwd: project.folder });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(/temperature.*dropUnsupported/s);
  expect(server.requests).toHaveLength(1);
  expect(await project.list('reports')).toEqual([]);
});

it('shows a sent parameter that run.json denies', async () => {
  const { project } = await makeReasoning('  dropUnsupported: [temperature]\n');
  const { id } = (await runCli(['run', 'greet', '--json'], { cwd: project.folder })).json<RunFile>();
  const file = `reports/greet/${id}/run.json`;
  await project.write(
    file,
    (await project.read(file)).replace(
      '"maxTokens": 50\n      },\n      "dropped"',
      '"maxTokens": 51\n      },\n      "dropped"',
    ),
  );
  const { exitCode, stdout } = await runCli(['recompute'], { cwd: project.folder });
  expect(stdout).toContain('sent[0].parameters.maxTokens');
  expect(exitCode).toBe(1);
});
