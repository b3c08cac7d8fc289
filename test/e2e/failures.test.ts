import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, runIds } from './catalog.ts';
import {
  configFile,
  makeSumsProject,
  readSumsRequest,
  startSumsServer,
  sumsConfig,
  writeDraft,
} from './sums-project.ts';

const key = 'sk-test-7f3b9c1d5e8a2046';

async function readTrials(project: TemporaryProject, run: RunFile): Promise<TrialRecord[]> {
  const text = await project.read(`reports/sums/${run.id}/trials.jsonl`);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrialRecord);
}

/** Version 1 is stable, the draft is better; what the server does besides comes with the draft. */
async function makeReleased(
  disturb: Parameters<typeof startSumsServer>[0],
  options: { cases?: number; provider?: object } = {},
) {
  let released = false;
  const server = await startSumsServer((request) => (released ? disturb?.(request) : undefined));
  const project = await makeSumsProject(server.baseURL, options);
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  await writeDraft(project, { variant: 'good' });
  released = true;
  server.requests.length = 0;
  return { server, project };
}

function release(project: TemporaryProject): Promise<CliResult> {
  return runCli(['release', 'sums', '--json'], { cwd: project.folder });
}

describe('a key that is not accepted', () => {
  const rejected = {
    status: 401,
    body: { error: { message: `Incorrect API key provided: ${key}`, code: 'invalid_api_key' } },
  };

  it('ends the run at once, and stands nowhere', async () => {
    const server = await startSumsServer(() => rejected);
    const project = await makeSumsProject(server.baseURL, { cases: 200 });
    // JSON leaves out what is undefined, so the key has to come from the environment.
    const config = sumsConfig(server.baseURL, { provider: { concurrency: 4, apiKey: undefined } });
    await project.write(configFile, config);

    const env = { OPENAI_API_KEY: key };
    const results = [
      await runCli(['release', 'sums'], { cwd: project.folder, env }),
      await runCli(['release', 'sums', '--json'], { cwd: project.folder, env }),
    ];
    for (const { exitCode, stdout, stderr } of results) {
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/OPENAI_API_KEY/);
      expect(stdout + stderr).not.toContain(key);
    }
    expect(server.requests[0]?.authorization).toBe(`Bearer ${key}`);
    expect(server.requests.length).toBeLessThanOrEqual(2 * 8);
    for (const file of await project.list()) expect(await project.read(file)).not.toContain(key);
    expect(await movesOf(project, 'sums')).toEqual([]);
    expect(await runIds(project, 'sums')).toEqual([]);
  });

  it('keeps what was measured where the key is taken away in the middle', async () => {
    const { project, server } = await makeReleased(({ index }) => (index >= 30 ? rejected : undefined), {
      provider: { concurrency: 4 },
    });
    const before = await runIds(project, 'sums');
    const result = await release(project);
    expect(result.exitCode).toBe(2);
    expect(server.requests.length).toBeLessThanOrEqual(30 + 8);
    const [id] = (await runIds(project, 'sums')).filter((run) => !before.includes(run));
    const trials = (await project.read(`reports/sums/${id}/trials.jsonl`)).split('\n');
    expect(trials.pop()).toBe('');
    expect(trials.length).toBeGreaterThan(20);
    for (const line of trials) expect(JSON.parse(line)).toMatchObject({ status: 'completed' });
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });
});

describe('trials that fail', () => {
  it('make the verdict inconclusive where they are more than 5 % of one arm', async () => {
    const refused = { status: 400, body: { error: { message: 'no', type: 'invalid_request_error' } } };
    const { project } = await makeReleased(
      (request) => {
        const { variant, number } = readSumsRequest(request);
        return variant === 'good' && number % 15 === 0 ? refused : undefined;
      },
      { cases: 60 },
    );
    const result = await release(project);
    expect(result.exitCode).toBe(3);
    const run = result.json<RunFile>();
    expect(run).toMatchObject({
      status: 'complete',
      trials: { planned: 120, completed: 116, failed: 4 },
      verdict: { status: 'inconclusive' },
      plan: { action: 'hold' },
      release: null,
    });
    expect(run.comparisons.find(({ metric, slice }) => metric === 'quality' && !slice)?.missing).toBe(4);
    const failed = (await readTrials(project, run)).filter((trial) => trial.status === 'failed');
    expect(failed.map((trial) => trial.case).sort()).toEqual(['sum-015', 'sum-030', 'sum-045', 'sum-060']);
    for (const trial of failed) {
      expect(trial).toMatchObject({
        arm: 'candidate',
        scores: [],
        failure: { code: 'bad-request' },
        attempts: 1,
      });
    }
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('are tried again where the provider was busy or broken, without their waits in the latency', async () => {
    const seen = new Map<string, number>();
    const { project } = await makeReleased((request) => {
      const { variant, number } = readSumsRequest(request);
      const place = `${variant} ${number}`;
      const times = (seen.get(place) ?? 0) + 1;
      seen.set(place, times);
      if (number === 7 && times === 1) return { status: 429, headers: { 'retry-after': '2' } };
      if (number % 5 === 0 && times <= 2) return { status: 429, headers: { 'retry-after': '0' } };
      return number % 13 === 0 && times === 1 ? { status: 500, headers: { 'retry-after': '0' } } : undefined;
    });
    const result = await release(project);
    expect(result.exitCode).toBe(0);
    const run = result.json<RunFile>();
    expect(run.trials).toMatchObject({ planned: 80, completed: 80, failed: 0 });
    const trials = await readTrials(project, run);
    const attempts = (number: number) =>
      trials
        .filter((trial) => trial.case === `sum-${String(number).padStart(3, '0')}`)
        .map((trial) => trial.attempts);
    expect([attempts(7), attempts(10), attempts(13), attempts(1)]).toEqual([
      [2, 2],
      [3, 3],
      [2, 2],
      [1, 1],
    ]);
    // The wait alone was 2 seconds.
    for (const trial of trials) expect(trial.completion?.latencyMs).toBeLessThan(2000);
  });

  it('have a time limit', async () => {
    const { project } = await makeReleased(
      (request) => (readSumsRequest(request).number === 40 ? 'hang' : undefined),
      { provider: { timeoutMs: 500, maxRetries: 1 } },
    );
    const result = await release(project);
    const run = result.json<RunFile>();
    expect(run.trials).toMatchObject({ planned: 80, completed: 78, failed: 2 });
    const failed = (await readTrials(project, run)).filter((trial) => trial.status === 'failed');
    expect(failed).toHaveLength(2);
    for (const trial of failed) {
      expect(trial).toMatchObject({ case: 'sum-040', failure: { code: 'timeout' }, attempts: 2 });
    }
  });
});

describe('a cap on the cost', () => {
  it('ends a run as inconclusive when it is reached', async () => {
    const { project, server } = await makeReleased(undefined, { provider: { concurrency: 2 } });
    const result = await runCli(['release', 'sums', '--max-cost', '0.0015', '--json'], {
      cwd: project.folder,
    });
    expect(result.exitCode).toBe(3);
    const run = result.json<RunFile>();
    expect(run).toMatchObject({
      status: 'incomplete',
      verdict: { status: 'inconclusive' },
      plan: { action: 'hold' },
    });
    expect(run.verdict.headline).toMatch(/budget/);
    expect(run.trials.completed).toBeLessThan(run.trials.planned);
    expect(server.requests).toHaveLength(run.trials.completed);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('is reached, passed by no more than the calls in flight, and can be raised', async () => {
    // 200 trials of half a cent each: $1.00 in all.
    const usage = { prompt_tokens: 1000, completion_tokens: 2000, total_tokens: 3000 };
    const message = { role: 'assistant', content: 'A: 2' };
    const body = { model: 'adder', choices: [{ index: 0, message, finish_reason: 'stop' }], usage };
    const { project, server } = await makeReleased(() => ({ status: 200, body }), {
      cases: 100,
      provider: { concurrency: 50 },
    });
    const perTrial = 0.005;
    const capped = await runCli(['run', 'sums', '--max-cost', '0.1', '--json'], { cwd: project.folder });
    expect(capped.exitCode).toBe(3);
    const run = capped.json<RunFile>();
    expect(run.spend.usd).toBeGreaterThanOrEqual(0.1 - 1e-9);
    expect(run.spend.usd).toBeLessThanOrEqual(0.1 + 20 * perTrial);
    expect(server.requests).toHaveLength(run.trials.completed);
    expect(capped.stderr).toContain(`run sums --resume --run ${run.id} --max-cost`);
    expect(run.verdict.headline).toContain(`${200 - run.trials.completed} of 200 trials`);

    const same = await runCli(['run', 'sums', '--resume'], { cwd: project.folder });
    expect(same.exitCode).toBe(3);
    expect(same.stdout).toContain('the budget');
    expect(same.stderr).toContain(`run sums --resume --run ${run.id} --max-cost`);
    expect(server.requests).toHaveLength(run.trials.completed);
    const raised = await runCli(['run', 'sums', '--resume', '--max-cost', '2', '--json'], {
      cwd: project.folder,
    });
    expect(server.requests).toHaveLength(200);
    expect(raised.json()).toMatchObject({ id: run.id, trials: { completed: 200 } });
    expect(raised.json<RunFile>().spend.usd).toBeCloseTo(1, 9);
  });

  it('is inconclusive even where so few trials are left out that the gates would pass', async () => {
    const { project, server } = await makeReleased(undefined, { provider: { concurrency: 1 } });
    const whole = await runCli(['run', 'sums', '--json'], { cwd: project.folder });
    const { usd } = whole.json<RunFile>().spend;
    server.requests.length = 0;
    const result = await runCli(['release', 'sums', '--max-cost', String(usd * 0.985), '--json'], {
      cwd: project.folder,
    });
    expect(server.requests.length).toBeGreaterThanOrEqual(77);
    expect(server.requests.length).toBeLessThan(80);
    expect(result.exitCode).toBe(3);
    expect(result.json<RunFile>().verdict.status).toBe('inconclusive');
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });
});
