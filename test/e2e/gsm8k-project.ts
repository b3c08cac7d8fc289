import { copyFile, mkdir } from 'node:fs/promises';
import type { RunFile } from '../../src/core/run-file.ts';
import { gsm8k, startReplayServer } from '../support/replay-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

export const cases = 1319;
export const worse = { variant: '6b_finetuning', right: 286 };
export const better = { variant: '6b_verification', right: 515 };

/** One model a wire format; the same server answers to all. */
export const models = [
  'openai/replay',
  'responses/replay',
  'anthropic/replay',
  'bedrock/us.anthropic.replay-v1:0',
] as const;

export function promptText(variant: string, model: string = models[0]): string {
  return `name: gsm8k
model: ${model}
modelParameters: {maxTokens: 400}
messages:
  - {role: system, content: "Solve the problem. End with \\"A: 42\\". [variant: ${variant}]"}
  - {role: user, content: "{{question}}"}
`;
}

/** A project, and the server that it asks. */
export interface Gsm8kProject extends TemporaryProject {
  origin: string;
}

/**
 * @param flags of the replay server
 * @param limits of every provider
 */
export async function makeGsm8k(
  flags = ['--latency-ms', '0'],
  limits: { timeoutMs?: number; maxRetries?: number } = {},
): Promise<Gsm8kProject> {
  const { baseURL } = await startReplayServer(gsm8k.recorded, flags);
  const origin = new URL(baseURL).origin;
  const settings = { concurrency: 50, maxRetries: 8, timeoutMs: 60_000, ...limits };
  const key = { apiKey: 'unused', ...settings };
  const config = {
    prompts: {
      gsm8k: {
        dataset: 'datasets/cases.csv',
        evaluators: [
          { use: 'exactMatch', metric: 'quality', extract: 'A:\\s*([^\\n]+)', normalize: 'number' },
        ],
        gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.03 }],
      },
    },
    providers: {
      openai: { baseURL, ...key },
      responses: { type: 'openai', api: 'responses', baseURL, ...key },
      anthropic: { baseURL: origin, ...key },
      bedrock: { region: 'us-east-1', endpoint: origin, ...settings },
    },
    prices: Object.fromEntries(models.map((model) => [model, { input: 1, output: 2 }])),
  };
  const project = await makeProject({
    'prompteval.config.json': JSON.stringify(config),
    'prompts/gsm8k.prompt.yml': promptText(worse.variant),
  });
  await mkdir(project.path('datasets'));
  await copyFile(gsm8k.cases, project.path('datasets/cases.csv'));
  return { ...project, origin };
}

export function cli(project: TemporaryProject, ...args: string[]): Promise<CliResult> {
  const env = { AWS_ACCESS_KEY_ID: 'unused', AWS_SECRET_ACCESS_KEY: 'unused' };
  return runCli(args, { cwd: project.folder, env });
}

/** A metric over all cases. */
export function found(run: RunFile, name: string) {
  return run.comparisons.find(({ metric, slice }) => metric === name && slice === null);
}
