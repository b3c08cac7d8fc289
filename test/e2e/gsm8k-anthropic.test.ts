import { copyFile, mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { gsm8k, sharedIsPresent, skippedWithoutShared, startReplayServer } from '../support/replay-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

const cases = 1319;

const promptText = (model: string, variant: string) => `name: gsm8k
model: ${model}
modelParameters: {temperature: 0, maxTokens: 400}
messages:
  - {role: system, content: "Solve the problem. End with \\"A: 42\\". [variant: ${variant}]"}
  - {role: user, content: "{{question}}"}
`;

async function makeGsm8k(flags: string[]): Promise<TemporaryProject> {
  const { baseURL } = await startReplayServer(gsm8k.recorded, flags);
  const origin = new URL(baseURL).origin;
  const project = await makeProject({
    'prompteval.config.ts': `import { defineConfig, exactMatch } from 'prompteval';
export default defineConfig({
  prompts: {
    gsm8k: {
      dataset: 'datasets/cases.csv',
      evaluators: [exactMatch({ metric: 'quality', extract: /A:\\s*([^\\n]+)/, normalize: 'number' })],
      gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.03 }],
    },
  },
  providers: {
    anthropic: { baseURL: '${origin}', apiKey: 'unused' },
    gateway: { type: 'anthropic', baseURL: '${origin}', apiKey: 'unused', timeoutMs: 1000 },
    openai: { baseURL: '${baseURL}', apiKey: 'unused' },
  },
});
`,
  });
  await mkdir(project.path('datasets'));
  await mkdir(project.path('prompts'));
  await copyFile(gsm8k.cases, project.path('datasets/cases.csv'));
  return project;
}

async function run(project: TemporaryProject, model: string, variant: string): Promise<RunFile> {
  await project.write('prompts/gsm8k.prompt.yml', promptText(model, variant));
  const { exitCode, json, stderr } = await runCli(['run', 'gsm8k', '--json'], { cwd: project.folder });
  expect([0, 1, 3], stderr).toContain(exitCode);
  return json<RunFile>();
}

const found = (run: RunFile, name: string) =>
  run.comparisons.find(({ metric, slice }) => metric === name && slice === null)?.candidate;

describe.skipIf(!sharedIsPresent)(`GSM8K over Anthropic's wire format${skippedWithoutShared}`, () => {
  it.each([
    ['6b_finetuning', 286],
    ['6b_verification', 515],
  ])(
    '%s is right %i times, with the tokens that OpenAI reports',
    { timeout: 120_000 },
    async (variant, right) => {
      const project = await makeGsm8k(['--latency-ms', '0']);
      const ours = await run(project, 'anthropic/replay', variant);
      expect(found(ours, 'quality')).toEqual({ value: right / cases, n: cases });

      const theirs = await run(project, 'openai/replay', variant);
      for (const metric of ['inputTokens', 'outputTokens']) {
        expect(found(ours, metric)?.n).toBe(cases);
        expect(found(ours, metric)).toEqual(found(theirs, metric));
      }
    },
  );

  it('loses no trial of a named endpoint that fails often', { timeout: 120_000 }, async () => {
    const failures = [
      '--fail-429-every',
      '10',
      '--fail-500-every',
      '21',
      '--hang-every',
      '101',
      '--cut-every',
      '97',
    ];
    const project = await makeGsm8k(['--latency-ms', '1', ...failures]);
    const { trials, ...rest } = await run(project, 'gateway/replay', '6b_verification');
    expect(trials).toMatchObject({ planned: cases, completed: cases, failed: 0 });
    expect(found({ trials, ...rest }, 'quality')).toEqual({ value: 515 / cases, n: cases });
  });
});
