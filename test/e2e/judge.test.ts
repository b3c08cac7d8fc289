import { existsSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import type { ChatAnswer, ChatRequest, OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { readRun, runIds } from './catalog.ts';
import { configFile, makeSumsProject, startSumsServer } from './sums-project.ts';

const judge = {
  use: 'llmJudge',
  metric: 'tone',
  model: 'openai/judge',
  criteria: 'Does it say what it does?',
  scale: 'yes-no',
};

let server: OpenAIServer | undefined;
let project: TemporaryProject | undefined;
afterEach(async () => {
  await server?.close();
  await project?.remove();
});

/** Runs a first version with a judge that says what `answer` gives, and the run that came of it. */
async function runJudged(
  answer: (request: ChatRequest) => ChatAnswer,
  rest: object = {},
  options: object = {},
) {
  server = await startSumsServer((request) => (request.model === 'judge' ? answer(request) : undefined));
  project = await makeSumsProject(server.baseURL, {
    cases: 20,
    variant: 'perfect',
    gates: [{ metric: 'tone', min: 0.8 }],
    prompt: { evaluators: [{ ...judge, ...options }] },
    provider: { maxRetries: 1, concurrency: 1 },
    rest: {
      prices: { 'openai/adder': { input: 1, output: 2 }, 'openai/judge': { input: 10, output: 20 } },
      ...rest,
    },
  });
  const result = await runCli(['run', 'sums', '--quiet'], { cwd: project.folder });
  const [id = ''] = await runIds(project, 'sums');
  const isOver = existsSync(project.path(`reports/sums/${id}/run.json`));
  const run: RunFile | null = isOver ? await readRun(project, 'sums', id) : null;
  const asked = server.requests.filter(({ model }) => model === 'judge').length;
  return { result, run, asked, id, project };
}

it('judges every answer at the providers of the config, and its spend stands apart', async () => {
  const { result, run, asked, id, project } = await runJudged(() => '{"reason":"it does","score":1}');
  expect(result.exitCode, result.stderr).toBe(0);
  expect(asked).toBe(20);
  expect(run).toMatchObject({ verdict: { status: 'pass' }, trials: { completed: 20 } });
  expect(run?.comparisons.find(({ metric }) => metric === 'tone')?.candidate).toEqual({ value: 1, n: 20 });
  const lines = (await project.read(`reports/sums/${id}/trials.jsonl`)).trim().split('\n');
  const trials = lines.map((line): TrialRecord => JSON.parse(line));
  expect(trials.every((trial) => trial.judge?.calls === 1)).toBe(true);
  const judgeUsd = trials.reduce((sum, trial) => sum + (trial.judge?.usd ?? 0), 0);
  expect(judgeUsd).toBeGreaterThan(0);
  expect(run?.spend.judgeUsd).toBeCloseTo(judgeUsd, 12);
  expect(run?.spend.usd).toBeLessThan(judgeUsd);
  expect((await runCli(['recompute', id], { cwd: project.folder })).exitCode).toBe(0);
  // Scored again without a call, what a judge said stands; another judge has nothing to say.
  const scored = await runCli(['score', id, '--json'], { cwd: project.folder });
  expect(scored.json<RunFile>()).toMatchObject({ unscored: [], spend: { judgeUsd: 0 } });
  expect(scored.json<RunFile>().verdict.outcomes[0]).toEqual(run?.verdict.outcomes[0]);
  const released = await runCli(['release', 'sums', '--run', id], { cwd: project.folder });
  expect(released.exitCode, released.stderr).toBe(0);
  const config = (await project.read(configFile)).replace('Does it say', 'Does it really say');
  await project.write(configFile, config);
  const other = await runCli(['score', id, '--json'], { cwd: project.folder });
  expect(other.json<RunFile>().unscored).toMatchObject([
    { metric: 'tone', count: 20, reason: 'no model may be asked here' },
  ]);
  expect(server?.requests.filter(({ model }) => model === 'judge')).toHaveLength(20);
});

it('says that nobody checked it against people', async () => {
  const { run } = await runJudged(() => '{"score":1}');
  expect(run?.judges).toMatchObject([
    {
      metric: 'tone',
      kappaAtLeast: null,
      evaluator: 'llmJudge',
      models: ['openai/judge'],
      spend: { calls: 20 },
    },
  ]);
  expect(run?.judges?.[0]?.spend?.usd).toBeCloseTo(run?.spend.judgeUsd ?? 0, 12);
  expect(run?.warnings).toContainEqual(
    expect.stringContaining(
      'gate "tone": it goes by a model\'s judgement, and tone was never checked against people',
    ),
  );
});

it('is paid for every vote, before and after', async () => {
  const says = [1, 0, 1];
  let votes = 0;
  const { run, asked, id, project } = await runJudged(
    () => `{"reason":"","score":${says[votes++ % 3]}}`,
    {},
    { votes: 3, parameters: { temperature: 0.7 } },
  );
  expect(asked).toBe(60);
  expect(run?.comparisons.find(({ metric }) => metric === 'tone')?.candidate).toEqual({ value: 1, n: 20 });
  const [line = ''] = (await project.read(`reports/sums/${id}/trials.jsonl`)).split('\n');
  const trial: TrialRecord = JSON.parse(line);
  expect(trial.judge?.calls).toBe(3);
  const plan = await runCli(['run', 'sums', '--dry-run', '--json'], { cwd: project.folder });
  expect(plan.json<{ models: object[] }>().models).toMatchObject([
    { arm: 'candidate', calls: 20 },
    { arm: 'judge', calls: 60, outputTokens: 9_000 },
  ]);
});

it('leaves unscored what a judge that was talked into it gives 10, off its scale', async () => {
  const { result, run } = await runJudged(() => '{"reason":"it asked for 10","score":10}');
  expect(result.exitCode).toBe(3);
  expect(run?.unscored).toMatchObject([{ metric: 'tone', count: 20 }]);
});

it('is counted before it is asked', async () => {
  const { project } = await runJudged(() => '{"score":1}');
  const result = await runCli(['run', 'sums', '--dry-run', '--json'], { cwd: project.folder });
  const plan = result.json<{ calls: number; usd: number; models: { arm: string; usd: number }[] }>();
  expect(plan).toMatchObject({
    calls: 40,
    models: [
      { arm: 'candidate', model: 'openai/adder', calls: 20 },
      { arm: 'judge', model: 'openai/judge', calls: 20, outputTokens: 3_000 },
    ],
  });
  expect(plan.usd).toBeCloseTo(
    plan.models.reduce((sum, { usd }) => sum + usd, 0),
    12,
  );
});

it('asks once more where it can not read the judge, and then leaves the verdict open', async () => {
  const { result, run, asked } = await runJudged(() => 'Rather good!');
  expect(asked).toBe(40);
  expect(result.exitCode).toBe(3);
  expect(run?.verdict.outcomes[0]).toMatchObject({ status: 'inconclusive' });
  expect(run?.unscored).toMatchObject([
    { metric: 'tone', count: 20, reason: expect.stringContaining('could not be read twice') },
  ]);
});

it('leaves the verdict open where the judge is down: that is no 0', async () => {
  const { result, run } = await runJudged(() => ({ status: 503 }));
  expect(result.exitCode).toBe(3);
  expect(run?.trials).toMatchObject({ completed: 20, failed: 0 });
  expect(run?.verdict.outcomes[0]).toMatchObject({ status: 'inconclusive' });
  expect(run?.unscored).toMatchObject([
    { metric: 'tone', count: 20, reason: expect.stringMatching(/^the judge could not be asked: /) },
  ]);
});

it('stops before everything is asked where no judge could ever answer', async () => {
  const { result, run, asked, id } = await runJudged(() => ({ status: 401 }));
  expect(result.exitCode).toBe(2);
  // The first answer was paid for.
  expect(result.stderr).toContain(`Go on with: prompteval run sums --resume --run ${id}`);
  expect(run).toBeNull();
  expect(asked).toBeLessThan(20);
});

it('counts against the cap on cost, and needs a price for it', async () => {
  const capped = await runJudged(() => '{"score":1}', { maxCost: 0.003 });
  expect(capped.result.exitCode).toBe(3);
  expect(capped.run).toMatchObject({ status: 'incomplete' });
  expect(capped.run?.spend.usd).toBeLessThan(0.003);
  await server?.close();
  const unpriced = await runJudged(() => '{"score":1}', {
    maxCost: 1,
    prices: { 'openai/adder': { input: 1, output: 2 } },
  });
  expect(unpriced.result.exitCode).toBe(2);
  expect(unpriced.result.stderr).toContain('no price is known for openai/judge');
});

it('is looked for by validate, and its price where there is a cap', async () => {
  server = await startSumsServer();
  const evaluators = [
    { ...judge, model: 'nowhere/judge' },
    { use: 'pairwiseJudge', criteria: 'better?', model: 'openai/unpriced' },
  ];
  const rest = { maxCost: 1, prices: { 'openai/adder': { input: 1, output: 2 } } };
  project = await makeSumsProject(server.baseURL, { cases: 100, gates: [], prompt: { evaluators }, rest });
  const result = await runCli(['validate'], { cwd: project.folder });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(/prompts\['sums'\]\.evaluators: .*nowhere/);
  expect(result.stderr).toContain('no price is known for openai/unpriced, so the cap on cost cannot be kept');
  expect(server.requests).toHaveLength(0);
});

it('has its replies kept like answers, and an author pays for no judgement twice', async () => {
  const { project, run: first } = await runJudged(() => '{"reason":"it does","score":1}', { cache: 'on' });
  expect(first?.judges?.[0]?.spend).toMatchObject({ calls: 20 });
  const again = await runCli(['run', 'sums', '--quiet', '--json'], { cwd: project.folder });
  const run = again.json<RunFile>();
  expect(run.spend).toMatchObject({ usd: 0, judgeUsd: 0 });
  expect(run.judges?.[0]?.spend).toEqual({ calls: 0, usd: 0, unpriced: 0, cached: 20 });
  expect(run.verdict.outcomes[0]).toEqual(first?.verdict.outcomes[0]);
  const anew = await runCli(['run', 'sums', '--quiet', '--json', '--cache', 'off'], { cwd: project.folder });
  expect(anew.json<RunFile>().judges?.[0]?.spend).toMatchObject({ calls: 20 });
  expect(server?.requests.filter(({ model }) => model === 'judge')).toHaveLength(40);
});
