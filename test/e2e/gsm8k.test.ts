import { copyFile, mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { gsm8k, sharedIsPresent, skippedWithoutShared, startReplayServer } from '../support/replay-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, statusOf } from './catalog.ts';

const cases = 1319;
const worse = { variant: '6b_finetuning', right: 286 };
const better = { variant: '6b_verification', right: 515 };

const promptText = (variant: string, provider = 'openai') => `name: gsm8k
model: ${provider}/replay
messages:
  - {role: system, content: "Solve the problem. End with \\"A: 42\\". [variant: ${variant}]"}
  - {role: user, content: "{{question}}"}
`;

async function makeGsm8k(): Promise<TemporaryProject> {
  const { baseURL } = await startReplayServer();
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
    openai: { baseURL: '${baseURL}', apiKey: 'unused', concurrency: 50 },
    responses: { type: 'openai', api: 'responses', baseURL: '${baseURL}', apiKey: 'unused', concurrency: 50 },
  },
  prices: { 'openai/replay': { input: 1, output: 2 }, 'responses/replay': { input: 1, output: 2 } },
});
`,
    'prompts/gsm8k.prompt.yml': promptText(worse.variant),
  });
  await mkdir(project.path('datasets'));
  await copyFile(gsm8k.cases, project.path('datasets/cases.csv'));
  return project;
}

const quality = (run: RunFile) =>
  run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);

describe.skipIf(!sharedIsPresent)(`what two real models answered to GSM8K${skippedWithoutShared}`, () => {
  it('releases the better one, and blocks the way back', { timeout: 120_000 }, async () => {
    const project = await makeGsm8k();
    const release = () => runCli(['release', 'gsm8k', '--json'], { cwd: project.folder });
    const first = await release();
    expect(first.exitCode).toBe(0);
    expect(quality(first.json<RunFile>())?.candidate).toEqual({ value: worse.right / cases, n: cases });

    await project.write('prompts/gsm8k.prompt.yml', promptText(better.variant));
    const forward = await release();
    expect(forward.exitCode).toBe(0);
    expect(quality(forward.json<RunFile>())).toMatchObject({
      baseline: { value: worse.right / cases, n: cases },
      candidate: { value: better.right / cases, n: cases },
      wins: 293,
      losses: 64,
      missing: 0,
    });

    await project.write('prompts/gsm8k.prompt.yml', promptText(worse.variant));
    const back = await release();
    expect(back.exitCode).toBe(1);
    const run = back.json<RunFile>();
    expect(quality(run)).toMatchObject({ wins: 64, losses: 293 });
    const outcome = run.verdict.outcomes.find(({ gate }) => gate === 'quality');
    expect(outcome).toMatchObject({ status: 'fail', reason: 'proven-worse' });
    const drop = /drop is at least (\d+\.\d) points/.exec(outcome?.text ?? '')?.[1];
    expect(Number(drop)).toBeGreaterThanOrEqual(15.1);
    expect(Number(drop)).toBeLessThan(17.4);

    expect(await statusOf(project, 'gsm8k')).toMatchObject({
      latest: 2,
      aliases: { stable: { version: 2 } },
    });
    expect(await movesOf(project, 'gsm8k')).toHaveLength(2);
  });

  it('scores and costs the same through the Responses API', { timeout: 120_000 }, async () => {
    const project = await makeGsm8k();
    const runOf = async (variant: string, provider: string) => {
      await project.write('prompts/gsm8k.prompt.yml', promptText(variant, provider));
      const run = await runCli(['run', 'gsm8k', '--json'], { cwd: project.folder });
      expect(run.exitCode).toBe(0);
      return run.json<RunFile>();
    };
    const measured = (run: RunFile) =>
      Object.fromEntries(
        run.comparisons
          .filter(({ metric, slice }) => metric !== 'latency' && slice === null)
          .map(({ metric, candidate }) => [metric, candidate]),
      );
    for (const { variant, right } of [worse, better]) {
      const responses = await runOf(variant, 'responses');
      expect(quality(responses)?.candidate).toEqual({ value: right / cases, n: cases });
      expect(measured(responses)).toEqual(measured(await runOf(variant, 'openai')));
    }
  });
});
