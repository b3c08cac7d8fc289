import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { sharedIsPresent, skippedWithoutShared } from '../support/replay-server.ts';
import { movesOf, statusOf } from './catalog.ts';
import { better, cases, cli, found, makeGsm8k, models, promptText, worse } from './gsm8k-project.ts';

describe.skipIf(!sharedIsPresent)(`what two real models answered to GSM8K${skippedWithoutShared}`, () => {
  it('releases the better one, and blocks the way back', { timeout: 120_000 }, async () => {
    const project = await makeGsm8k();
    const release = () => cli(project, 'release', 'gsm8k', '--json');
    const first = await release();
    expect(first.exitCode).toBe(0);
    expect(found(first.json<RunFile>(), 'quality')?.candidate).toEqual({
      value: worse.right / cases,
      n: cases,
    });

    await project.write('prompts/gsm8k.prompt.yml', promptText(better.variant));
    const forward = await release();
    expect(forward.exitCode).toBe(0);
    expect(found(forward.json<RunFile>(), 'quality')).toMatchObject({
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
    expect(found(run, 'quality')).toMatchObject({ wins: 64, losses: 293 });
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

  it.each([worse, better])(
    '$variant is right $right times through every wire format, for the same tokens and money',
    { timeout: 120_000 },
    async ({ variant, right }) => {
      const project = await makeGsm8k();
      const measured: Record<string, unknown>[] = [];
      for (const model of models) {
        await project.write('prompts/gsm8k.prompt.yml', promptText(variant, model));
        const { exitCode, stderr, json } = await cli(project, 'run', 'gsm8k', '--json');
        expect(exitCode, stderr).toBe(0);
        const run = json<RunFile>();
        expect(found(run, 'quality')?.candidate).toEqual({ value: right / cases, n: cases });
        const metrics = ['inputTokens', 'outputTokens', 'cost'];
        measured.push(Object.fromEntries(metrics.map((metric) => [metric, found(run, metric)?.candidate])));
      }
      for (const figures of measured) {
        expect(figures).toEqual(measured[0]);
        expect(figures).toMatchObject({ cost: { n: cases }, outputTokens: { n: cases } });
      }
    },
  );
});

const failures = [
  '--fail-429-every',
  '10',
  '--fail-500-every',
  '20',
  '--hang-every',
  '101',
  '--cut-every',
  '97',
];

describe.skipIf(!sharedIsPresent)(`a server that fails often${skippedWithoutShared}`, () => {
  it.each(models)('%s: no trial is lost or counted twice', { timeout: 120_000 }, async (model) => {
    const project = await makeGsm8k(['--latency-ms', '20', ...failures], 1000);
    await project.write('prompts/gsm8k.prompt.yml', promptText(better.variant, model));
    const { exitCode, stderr, json } = await cli(project, 'run', 'gsm8k', '--json');
    expect(exitCode, stderr).toBe(0);
    const run = json<RunFile>();
    expect(run.trials).toMatchObject({ planned: cases, completed: cases, failed: 0 });
    expect(found(run, 'quality')?.candidate).toEqual({ value: better.right / cases, n: cases });

    const lines = (await project.read(`reports/gsm8k/${run.id}/trials.jsonl`)).trim().split('\n');
    const trials = lines.map((line): Trial => JSON.parse(line));
    expect(new Set(trials.map((trial) => trial.case)).size).toBe(cases);
    expect(trials.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(cases * 0.1);
    // A wait is half a second and more, a hang a second: neither is in any latency.
    const latencies = trials.map(({ completion }) => completion.latencyMs).sort((a, b) => a - b);
    expect(latencies[0]).toBeGreaterThanOrEqual(19);
    expect(latencies[Math.floor(cases * 0.9)]).toBeLessThan(500);
  });
});

interface Trial {
  case: string;
  attempts: number;
  completion: { latencyMs: number };
}
