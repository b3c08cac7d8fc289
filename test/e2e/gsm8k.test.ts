import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
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

const latencyMs = 20;
const timeoutMs = 1000;

/** One request in ten is refused, one in nineteen breaks, one in a hundred is never answered, and one is cut. */
const failing = [
  ['--latency-ms', latencyMs],
  // The server looks at one counter for all of them: where one number divides another, one kind hides the other.
  ['--fail-429-every', 10],
  ['--fail-500-every', 19],
  ['--hang-every', 101],
  ['--cut-every', 97],
].flatMap((flag) => flag.map(String));

const asked = 1000;
const repeats = 2;

describe.skipIf(!sharedIsPresent)(`a server that fails often${skippedWithoutShared}`, () => {
  it.each(models)(
    '%s: of 2,000 trials none is lost or counted twice, and no wait is in a latency',
    { timeout: 120_000 },
    async (model) => {
      const { run, trials, stats } = await runAgainstFailures(model, 8);
      expect(run.trials).toMatchObject({ planned: 2000, completed: 2000, failed: 0 });
      expect(run.failures).toEqual([]);
      expectEachOnce(trials);
      expect(attemptsOf(trials)).toBe(stats.total);
      for (const kind of ['rateLimited', 'failed', 'hung', 'cut']) expect(stats[kind]).toBeGreaterThan(10);
      // A wait is up to half a second and more, a hang a second.
      const latencies = trials.map(({ completion }) => completion?.latencyMs ?? 0).sort((a, b) => a - b);
      expect(latencies[0]).toBeGreaterThanOrEqual(latencyMs - 1);
      expect(latencies.at(-1)).toBeLessThan(timeoutMs);
      expect(latencies[latencies.length * 0.9]).toBeLessThan(500);
    },
  );

  it('accounts for every trial that failed for good', { timeout: 120_000 }, async () => {
    const { run, trials, stats, project } = await runAgainstFailures(models[0], 1);
    const { completed, failed } = run.trials;
    expect(completed + failed).toBe(2000);
    expect(failed).toBeGreaterThan(10);
    expectEachOnce(trials);
    expect(attemptsOf(trials)).toBe(stats.total);

    const codes = trials.flatMap(({ failure }) => (failure ? [failure.code] : []));
    expect(codes).toHaveLength(failed);
    const counted = (run.failures ?? []).map(({ code, model, arm, count }) => {
      expect({ model, arm }).toEqual({ model: models[0], arm: 'candidate' });
      expect(codes.filter((other) => other === code)).toHaveLength(count);
      return count;
    });
    expect(counted.reduce((sum, count) => sum + count)).toBe(failed);
    const [most] = run.failures ?? [];
    const words = `${most?.code} ${most?.count} trials of the candidate`;
    expect(await project.read(`reports/gsm8k/${run.id}/summary.md`)).toContain(`Failed trials: ${words}`);
    expect(await project.read(`reports/gsm8k/${run.id}/index.html`)).toContain(`Failed: ${words}`);
  });
});

/** A run of 2,000 trials, what stands in its trials.jsonl, and what the server counted. */
async function runAgainstFailures(model: string, maxRetries: number) {
  const project = await makeGsm8k(failing, { timeoutMs, maxRetries });
  await project.write('prompts/gsm8k.prompt.yml', promptText(better.variant, model));
  const size = ['--first', String(asked), '--repeats', String(repeats)];
  const { json } = await cli(project, 'run', 'gsm8k', '--json', ...size);
  const run = json<RunFile>();
  const lines = (await project.read(`reports/gsm8k/${run.id}/trials.jsonl`)).trim().split('\n');
  const trials = lines.map((line): TrialRecord => JSON.parse(line));
  const reply = await fetch(`${project.origin}/stats`);
  const stats: Record<string, number> = JSON.parse(await reply.text());
  return { run, trials, stats, project };
}

function expectEachOnce(trials: readonly TrialRecord[]): void {
  expect(trials).toHaveLength(asked * repeats);
  expect(new Set(trials.map((trial) => `${trial.case} ${trial.repeat}`)).size).toBe(asked * repeats);
}

function attemptsOf(trials: readonly TrialRecord[]): number {
  return trials.reduce((sum, { attempts }) => sum + attempts, 0);
}
