import { copyFile, mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import {
  gsm8k,
  type ReplayServer,
  sharedIsPresent,
  skippedWithoutShared,
  startReplayServer,
} from '../support/replay-server.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, statusOf } from './catalog.ts';

const cases = 1319;
const worse = { variant: '6b_finetuning', right: 286 };
const better = { variant: '6b_verification', right: 515 };

interface Vendor {
  model: string;
  /** Of the vendor in the config, where the server at this address stands in for it. */
  settings(server: ReplayServer): object;
  env: Record<string, string>;
}

const vendors: Record<string, Vendor> = {
  openai: {
    model: 'openai/replay',
    settings: ({ baseURL }) => ({ baseURL, apiKey: 'unused', concurrency: 50 }),
    env: {},
  },
  bedrock: {
    model: 'bedrock/us.anthropic.replay-v1:0',
    settings: ({ baseURL }) => ({
      region: 'us-east-1',
      endpoint: new URL(baseURL).origin,
      concurrency: 50,
    }),
    env: { AWS_ACCESS_KEY_ID: 'unused', AWS_SECRET_ACCESS_KEY: 'unused' },
  },
};

const promptText = (variant: string, model: string) => `name: gsm8k
model: ${model}
messages:
  - {role: system, content: "Solve the problem. End with \\"A: 42\\". [variant: ${variant}]"}
  - {role: user, content: "{{question}}"}
`;

async function makeGsm8k(name: string, { model, settings }: Vendor): Promise<TemporaryProject> {
  const provider = settings(await startReplayServer());
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
  providers: { ${name}: ${JSON.stringify(provider)} },
});
`,
    'prompts/gsm8k.prompt.yml': promptText(worse.variant, model),
  });
  await mkdir(project.path('datasets'));
  await copyFile(gsm8k.cases, project.path('datasets/cases.csv'));
  return project;
}

const quality = (run: RunFile) =>
  run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);

describe.skipIf(!sharedIsPresent)(`what two real models answered to GSM8K${skippedWithoutShared}`, () => {
  it.each(Object.entries(vendors))(
    '%s: releases the better one, and blocks the way back',
    { timeout: 120_000 },
    async (name, vendor) => {
      const { model, env } = vendor;
      const project = await makeGsm8k(name, vendor);
      const release = () => runCli(['release', 'gsm8k', '--json'], { cwd: project.folder, env });
      const first = await release();
      expect(first.exitCode).toBe(0);
      expect(quality(first.json<RunFile>())?.candidate).toEqual({ value: worse.right / cases, n: cases });

      await project.write('prompts/gsm8k.prompt.yml', promptText(better.variant, model));
      const forward = await release();
      expect(forward.exitCode).toBe(0);
      expect(quality(forward.json<RunFile>())).toMatchObject({
        baseline: { value: worse.right / cases, n: cases },
        candidate: { value: better.right / cases, n: cases },
        wins: 293,
        losses: 64,
        missing: 0,
      });

      await project.write('prompts/gsm8k.prompt.yml', promptText(worse.variant, model));
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
    },
  );
});
