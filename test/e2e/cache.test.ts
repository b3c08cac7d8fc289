import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { runCli } from '../support/run-cli.ts';
import {
  configFile,
  makeSumsProject,
  type SumsConfig,
  startSumsServer,
  sumsConfig,
  writeDraft,
} from './sums-project.ts';

/** A project with a release and a draft, and the cache on. */
async function cachedProject(config: SumsConfig = {}, cases = 40) {
  const server = await startSumsServer();
  const rest = { cache: 'on', ...config.rest };
  const project = await makeSumsProject(server.baseURL, { ...config, cases, rest });
  const run = async (...args: string[]) => {
    server.requests.length = 0;
    const result = await runCli([...args, '--json'], { cwd: project.folder });
    return { ...result, calls: server.requests.length, run: result.json<RunFile>() };
  };
  await runCli(['release', 'sums', '--quiet', '--cache', 'off'], { cwd: project.folder });
  await writeDraft(project, { variant: 'good' });
  return { server, project, run };
}

/** What answers come to, whoever paid for them and when. */
function decisionsOf({ verdict, comparisons }: RunFile) {
  return { verdict, comparisons: comparisons.filter(({ metric }) => metric !== 'latency') };
}

describe('a second run', () => {
  it('asks nothing, spends nothing and comes to the same', async () => {
    const { project, run } = await cachedProject({
      gates: [
        { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
        { metric: 'cost', maxIncrease: '50%' },
      ],
      prompt: { repeats: 2 },
    });
    const first = await run('run', 'sums');
    expect(first).toMatchObject({ exitCode: 0, calls: 160, run: { trials: { cached: 0 } } });
    const second = await run('run', 'sums');
    expect(second).toMatchObject({
      exitCode: 0,
      calls: 0,
      run: { trials: { completed: 160, cached: 160 }, spend: { usd: 0 } },
    });
    expect(decisionsOf(second.run)).toEqual(decisionsOf(first.run));
    expect(second.run.warnings.join()).toContain('160 of 160 answers come from the cache');
    // It measured nothing, so it is no further chance to slip through.
    expect(first.run).toMatchObject({ attempt: 2, attempts: { candidates: 2 } });
    expect(second.run).toMatchObject({ attempt: 2, attempts: { candidates: 2, again: first.run.id } });
    const third = await run('run', 'sums', '--cache', 'off');
    expect(third.run).toMatchObject({ attempt: 3, attempts: { candidates: 2 } });
    const lines = (await project.read(`reports/sums/${second.run.id}/trials.jsonl`)).trim().split('\n');
    const trial = JSON.parse(lines[0] ?? '') as TrialRecord;
    expect(trial).toMatchObject({ attempts: 0, completion: { latencyMs: null } });
    expect(trial.completion?.costUsd).toBeGreaterThan(0);

    const recomputed = await runCli(['recompute', second.run.id], { cwd: project.folder });
    expect(recomputed).toMatchObject({ exitCode: 0 });
    const released = await runCli(['release', 'sums', '--run', second.run.id], { cwd: project.folder });
    expect(released).toMatchObject({ exitCode: 0 });
  });

  it.each<[string, (context: Awaited<ReturnType<typeof cachedProject>>) => Promise<unknown>, number]>([
    ['the candidate', ({ project }) => writeDraft(project, { variant: 'perfect' }), 40],
    [
      'the temperature',
      async ({ project }) => {
        const prompt = await project.read('prompts/sums.prompt.yml');
        await project.write('prompts/sums.prompt.yml', prompt.replace('temperature: 0', 'temperature: 0.5'));
      },
      40,
    ],
    ['the model', ({ project }) => writeDraft(project, { variant: 'good', model: 'openai/other' }), 40],
    [
      'the base URL',
      ({ project, server }) =>
        project.write(
          configFile,
          sumsConfig(server.baseURL.replace('127.0.0.1', 'localhost'), { rest: { cache: 'on' } }),
        ),
      80,
    ],
    [
      'the repeats',
      ({ project, server }) =>
        project.write(
          configFile,
          sumsConfig(server.baseURL, { prompt: { repeats: 2 }, rest: { cache: 'on' } }),
        ),
      80,
    ],
    [
      'the key',
      ({ project, server }) =>
        project.write(
          configFile,
          sumsConfig(server.baseURL, { provider: { apiKey: 'another' }, rest: { cache: 'on' } }),
        ),
      0,
    ],
  ])('after a change of %s asks what is new', async (_, change, calls) => {
    const context = await cachedProject();
    await context.run('run', 'sums');
    await change(context);
    expect((await context.run('run', 'sums')).calls).toBe(calls);
  });

  it.each([
    ['on', 'on', 0],
    ['on', 'read-only', 0],
    ['on', 'write-only', 80],
    ['on', 'off', 80],
    ['write-only', 'on', 0],
    ['read-only', 'on', 80],
    ['off', 'on', 80],
  ])('after one with the cache %s, with the cache %s makes %i calls', async (before, now, calls) => {
    const { run } = await cachedProject();
    await run('run', 'sums', '--cache', before);
    expect((await run('run', 'sums', '--cache', now)).calls).toBe(calls);
  });

  it('shares the cache with one at the same time, and neither loses an answer', async () => {
    const { server, project, run } = await cachedProject();
    const both = await Promise.all(
      [1, 2].map(() => runCli(['run', 'sums', '--json'], { cwd: project.folder })),
    );
    for (const one of both) expect(one.json()).toMatchObject({ trials: { completed: 80, failed: 0 } });
    expect(server.requests.length).toBeGreaterThanOrEqual(80);
    expect((await run('run', 'sums')).calls).toBe(0);
  });
});

it('never keeps a failure, nor a key', async () => {
  let isDown = true;
  const server = await startSumsServer(({ messages }) =>
    isDown && messages[1]?.content.startsWith('7 ') ? { status: 400 } : undefined,
  );
  const project = await makeSumsProject(server.baseURL, {
    provider: { apiKey: 'sk-very-secret-1234' },
    rest: { cache: 'on' },
  });
  const run = () => runCli(['run', 'sums', '--json'], { cwd: project.folder });
  expect((await run()).json()).toMatchObject({ trials: { completed: 39, failed: 1 } });
  isDown = false;
  server.requests.length = 0;
  expect((await run()).json()).toMatchObject({ trials: { completed: 40, cached: 39 } });
  expect(server.requests).toHaveLength(1);
  const files = await project.list('.prompteval/cache');
  expect(files).toHaveLength(41);
  for (const file of files) expect(await project.read(file)).not.toContain('sk-very');

  const pruned = await runCli(['cache', 'prune', '--older-than', '1h', '--json'], { cwd: project.folder });
  expect(pruned.json()).toEqual({ removed: 0, kept: 40, bytes: 0 });
  await runCli(['cache', 'prune', '--older-than', '0s'], { cwd: project.folder });
  expect(await project.list('.prompteval/cache')).toHaveLength(1);
});

it('gives two arms with one prompt answers of their own', async () => {
  const { project, run } = await cachedProject();
  expect((await run('run', 'sums', '--candidate', '@1')).calls).toBe(80);
  expect(await project.list('.prompteval/cache')).toHaveLength(80 + 1);
  expect((await run('run', 'sums', '--candidate', '@1')).calls).toBe(0);
});

it('takes off a dry run what the cache has, and says how much that is', async () => {
  const { project, run } = await cachedProject();
  type Plan = { calls: number; cached?: number; usd: number };
  const plan = async (...args: string[]) => {
    const result = await runCli(['run', 'sums', '--dry-run', '--json', ...args], { cwd: project.folder });
    return result.json<Plan>();
  };
  const before = await plan();
  expect(before).toMatchObject({ calls: 80, cached: 0 });
  await run('run', 'sums', '--first', '10');
  expect(await plan()).toMatchObject({ calls: 60, cached: 20 });
  await run('run', 'sums');
  await writeDraft(project, { variant: 'perfect' });
  const after = await plan();
  expect(after).toMatchObject({ calls: 40, cached: 40 });
  expect(after.usd).toBeLessThan(before.usd);
  expect(await plan('--cache', 'off')).not.toHaveProperty('cached');
  const shown = await runCli(['run', 'sums', '--dry-run'], { cwd: project.folder });
  expect(shown.stdout).toContain('Of 80 calls, 40 are in the cache.');
  expect((await run('run', 'sums')).calls).toBe(40);
});

describe('latency', () => {
  const gates = [
    { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
    { metric: 'latency', stat: 'p95', max: '20s' },
  ];

  it('is decided by a sample of pairs that are asked now', async () => {
    const { project, run } = await cachedProject({ gates }, 200);
    const first = await run('run', 'sums');
    expect(first).toMatchObject({ exitCode: 0, calls: 400 });
    expect(first.run.latencySample).toBeUndefined();
    const second = await run('run', 'sums');
    expect(second).toMatchObject({
      exitCode: 0,
      calls: 2 * 153,
      run: { latencySample: { cases: 153 }, trials: { cached: 94 } },
    });
    expect(second.run.warnings.join()).toContain('Latency is about 153 of 200 cases');
    const [latency] = second.run.comparisons.filter(({ metric }) => metric === 'latency');
    expect(latency).toMatchObject({ pairs: 153, missing: 0, candidate: { n: 153 } });
    expect(await runCli(['recompute'], { cwd: project.folder })).toMatchObject({ exitCode: 0 });
  });

  it.each([[], ['--cache', 'off']])(
    'is decided by the same sample after a cut, with %j',
    async (...flags) => {
      const { project, run } = await cachedProject({ gates }, 200);
      await run('run', 'sums');
      const whole = await run('run', 'sums');
      const trials = `reports/sums/${whole.run.id}/trials.jsonl`;
      const all = (await project.read(trials)).trim().split('\n');
      // What was asked for now is asked first, but on a busy machine answered after what the cache has.
      const isAsked = (line: string) => !line.includes('"askedAt"');
      const lines = [...all.filter(isAsked), ...all.filter((line) => !isAsked(line))];
      await project.write(trials, `${lines.slice(0, 350).join('\n')}\n`);
      await rm(project.path(`reports/sums/${whole.run.id}/run.json`));
      const resumed = await run('run', 'sums', '--resume', ...flags);
      expect(resumed).toMatchObject({ exitCode: 0, run: { latencySample: { cases: 153 } } });
      expect(resumed.calls).toBe(flags.length === 0 ? 0 : 50);
    },
  );

  it('takes all cases where a gate needs them, which the run and its plan say', async () => {
    const { project, run } = await cachedProject({ gates: [{ metric: 'latency', max: '20s' }] });
    await run('run', 'sums');
    const said =
      'All 40 cases are asked for now, though the cache is on: an answer from there has no latency, and the gate "latency" needs that of every case.';
    const plan = await runCli(['run', 'sums', '--dry-run'], { cwd: project.folder });
    expect(plan.stdout, plan.stderr).toContain(said);
    const second = await run('run', 'sums');
    expect(second).toMatchObject({ calls: 80, run: { latencySample: { cases: 40 }, trials: { cached: 0 } } });
    expect(second.run.warnings.join()).toContain(said);
    expect(await runCli(['recompute'], { cwd: project.folder })).toMatchObject({ exitCode: 0 });

    const scored = await run('score', second.run.id);
    expect(scored.run).toMatchObject({ latencySample: { cases: 40 }, scoredFrom: second.run.id });
    expect(scored.run.warnings.join()).not.toContain('asked for now');

    const live = await run('run', 'sums', '--cache', 'off');
    expect(live.run.latencySample).toBeUndefined();
    expect(live.run.warnings.join()).not.toContain('the cache is on');
  });

  it('is not decided where a run could not promote anyway', async () => {
    const { run } = await cachedProject({ gates }, 100);
    await run('run', 'sums', '--first', '80');
    const second = await run('run', 'sums', '--first', '80');
    expect(second).toMatchObject({ exitCode: 3, calls: 0 });
    expect(second.run.warnings.join()).toContain('gates on latency are not decided');
  });
});

describe('a cache that cannot be written', () => {
  it('stops a run before its first call; an entry that cannot be costs a warning', async () => {
    const { server, project, run } = await cachedProject({}, 20);
    await project.write('.prompteval/cache', 'a file');
    server.requests.length = 0;
    const stopped = await runCli(['run', 'sums'], { cwd: project.folder });
    expect(stopped).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('a file is in the place') });
    expect(server.requests).toEqual([]);

    await rm(project.path('.prompteval/cache'));
    await run('run', 'sums');
    const entries = (await project.list('.prompteval/cache')).filter((file) => file.endsWith('.json'));
    for (const entry of entries.slice(0, 2)) {
      await rm(project.path(entry));
      await project.write(`${entry}/mine.txt`, 'stays');
    }
    const again = await run('run', 'sums');
    expect(again).toMatchObject({ calls: 2, run: { trials: { completed: 40, cached: 38 } } });
    expect(again.stderr).toMatch(/a folder is in the place of a file.*\(and 1 more\)/s);
  });
});
