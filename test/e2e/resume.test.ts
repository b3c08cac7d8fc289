import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, runIds } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { cutOff } from './cut-off.ts';
import { killAndResume } from './kills.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsDataset,
  writeDraft,
} from './sums-project.ts';

const cases = 40;

/** A project with a release, whose draft was evaluated once. */
async function evaluated(disturb?: Parameters<typeof startSumsServer>[0]) {
  const server = await startSumsServer(disturb);
  const project = await makeSumsProject(server.baseURL, { cases });
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect((await run('release', 'sums', '--quiet')).exitCode).toBe(0);
  await writeDraft(project, { variant: 'good' });
  const whole = (await run('run', 'sums', '--json')).json<RunFile>();
  server.requests.length = 0;
  return { server, project, run, whole };
}

function decisionsOf({ verdict, comparisons, trials, spend, regressions, status }: RunFile) {
  const measured = comparisons.filter(({ metric }) => metric !== 'latency');
  return { verdict, comparisons: measured, trials, spend, regressions, status };
}

describe('a run that goes on', () => {
  it('asks what is missing, and comes to what the whole run came to', async () => {
    const { server, project, run, whole } = await evaluated();
    await cutOff(project, whole.id, 50);

    const resumed = await run('run', 'sums', '--resume', '--json');
    expect(resumed.exitCode).toBe(0);
    expect(server.requests).toHaveLength(30);
    const again = resumed.json<RunFile>();
    expect(again).toMatchObject({ id: whole.id, startedAt: whole.startedAt });
    expect(decisionsOf(again)).toEqual(decisionsOf(whole));

    expect((await run('recompute', whole.id)).exitCode).toBe(0);
    expect((await run('release', 'sums', '--run', whole.id)).exitCode).toBe(0);
    expect(await movesOf(project, 'sums')).toHaveLength(2);
    expect(await auditExit(project)).toBe(0);
  });

  it('asks trials again that failed', async () => {
    let isDown = false;
    const { server, project, run, whole } = await evaluated(({ messages }) =>
      isDown && messages[1]?.content.startsWith('7 ')
        ? { status: 503, headers: { 'retry-after': '0' } }
        : undefined,
    );
    isDown = true;
    const failing = (await run('run', 'sums', '--json')).json<RunFile>();
    expect(failing.trials.failed).toBe(2);
    isDown = false;
    await cutOff(project, failing.id, 80);
    server.requests.length = 0;
    const resumed = await run('run', 'sums', '--resume', '--json');
    expect(server.requests).toHaveLength(2);
    expect(decisionsOf(resumed.json<RunFile>())).toEqual(decisionsOf(whole));
    expect((await run('recompute', failing.id)).exitCode).toBe(0);
  });

  it('asks trials of a finished run again that failed on the way, where it is named, and those alone', async () => {
    let isDown = false;
    let isHeld = false;
    const { server, project, run, whole } = await evaluated(({ messages }) => {
      if (isHeld) return 'hang';
      const [, question] = messages;
      if (question?.content.startsWith('9 ')) return isDown ? { status: 400 } : undefined;
      if (!isDown || !/^[1-8] /.test(question?.content ?? '')) return undefined;
      return { status: 503, headers: { 'retry-after': '0' } };
    });
    isDown = true;
    const failing = await run('run', 'sums', '--json');
    const before = failing.json<RunFile>();
    expect(before).toMatchObject({ status: 'complete', verdict: { status: 'inconclusive' } });
    expect(before.trials).toMatchObject({ completed: 62, failed: 18 });
    expect(failing.stderr).toContain(
      `Ask the 16 trials that failed on the way again: prompteval run sums --resume --run ${before.id}`,
    );
    isDown = false;
    server.requests.length = 0;
    expect((await run('run', 'sums', '--resume')).stderr).toContain('there is no unfinished run of sums');

    const folder = `reports/sums/${before.id}`;
    const results = ['index.html', 'junit.xml', 'run.json', 'summary.md'].map((name) => `${folder}/${name}`);
    expect(await project.list(folder)).toEqual(expect.arrayContaining(results));
    isHeld = true;
    const killed = startCli(['run', 'sums', '--resume', '--run', before.id], { cwd: project.folder });
    while (server.requests.length === 0) await wait(2);
    killed.child.kill('SIGKILL');
    await killed.finished;
    const left = await project.list(folder);
    expect(left.filter((file) => results.includes(file))).toEqual([]);
    expect(left).toContain(`${folder}/trials.jsonl`);
    isHeld = false;
    server.requests.length = 0;

    const resumed = await run('run', 'sums', '--resume', '--run', before.id, '--json');
    // The model's own refusals stay as they were.
    expect(server.requests).toHaveLength(16);
    const again = resumed.json<RunFile>();
    expect(again.trials).toMatchObject({ planned: 80, completed: 78, failed: 2 });
    expect(again.failures?.map(({ code }) => code)).toEqual(['bad-request', 'bad-request']);
    // Its first verdict was seen, and counts.
    expect(again.attempt).toBe(before.attempt + 1);
    expect((await run('recompute', again.id)).exitCode).toBe(0);
    const nothing = await run('run', 'sums', '--resume', '--run', again.id);
    expect(nothing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is finished') });
    expect(whole.trials.failed).toBe(0);
    expect(await auditExit(project)).toBe(0);
  });

  it('is asked for what it was begun with', async () => {
    const { server, project, run } = await evaluated();
    const narrowed = (await run('run', 'sums', '--first', '20', '--repeats', '2', '--json')).json<RunFile>();
    await cutOff(project, narrowed.id, 70);
    server.requests.length = 0;
    const other = await run('run', 'sums', '--resume', '--first', '30', '--case', 'sum-001');
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('--first: does not go with --resume');
    expect(other.stderr).toContain('--case: does not go with --resume');
    const released = await run('release', 'sums', '--resume');
    expect(released).toMatchObject({
      exitCode: 2,
      stderr: `prompteval: --resume: run ${narrowed.id} was begun with --first, so it can never promote. Go on with it: prompteval run sums --resume --run ${narrowed.id}. Another one is named with --run <id>\n`,
    });
    expect(server.requests).toHaveLength(0);
    const resumed = await run('run', 'sums', '--resume', '--first', '20', '--json');
    expect(resumed.json()).toMatchObject({ status: 'smoke', repeats: 2, trials: { completed: 80 } });
    expect(server.requests).toHaveLength(10);
  });

  it('is no release where it is a shard', async () => {
    const { server, project, run } = await evaluated();
    const shard = (await run('run', 'sums', '--shard', '1/2', '--json')).json<RunFile>();
    await cutOff(project, shard.id, 30);
    server.requests.length = 0;
    const released = await run('release', 'sums', '--resume');
    expect(released.exitCode).toBe(2);
    expect(released.stderr).toContain(`run ${shard.id} was begun with --shard, so it can never promote`);
    expect(server.requests).toHaveLength(0);
    expect((await run('run', 'sums', '--resume', '--run', shard.id)).exitCode).toBe(0);
  });

  it('is named with --run, which says nothing without --resume', async () => {
    const { run, whole } = await evaluated();
    const named = await run('run', 'sums', '--run', whole.id);
    expect(named).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('goes with --resume') });
    const planned = await run('run', 'sums', '--resume', '--dry-run');
    expect(planned).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('does not go with') });
  });

  it('is released by the command that began it', async () => {
    const { server, project, run } = await evaluated();
    const { child, finished } = startCli(['release', 'sums', '--concurrency', '2'], { cwd: project.folder });
    while (server.requests.length < 20) await wait(2);
    child.kill('SIGINT');
    const interrupted = await finished;
    expect(interrupted.exitCode).toBe(130);
    const [, command = ''] = /Go on with: prompteval (.*)/.exec(interrupted.stderr) ?? [];
    expect(command).toMatch(/^release sums --resume --run \S+$/);
    expect((await run(...command.split(' '))).exitCode).toBe(0);
    expect(await movesOf(project, 'sums')).toHaveLength(2);
    expect(server.requests.length).toBeLessThanOrEqual(80 + 2);
    expect(await auditExit(project)).toBe(0);
  });

  it('is finished where only its reports were missing', async () => {
    const { server, project, run, whole } = await evaluated();
    await rm(project.path(`reports/sums/${whole.id}/junit.xml`));
    await project.write(`reports/sums/${whole.id}/running.json`, '{"pid":0,"host":"gone"}');
    const ledger = await project.read('.prompteval/attempts/sums.jsonl');
    const resumed = await run('run', 'sums', '--resume', '--json');
    expect(resumed.json()).toEqual(JSON.parse(await project.read(`reports/sums/${whole.id}/run.json`)));
    expect(await project.list(`reports/sums/${whole.id}`)).toContain(`reports/sums/${whole.id}/junit.xml`);
    expect(await project.read('.prompteval/attempts/sums.jsonl')).toBe(ledger);
    expect(server.requests).toHaveLength(0);
    // A release that was cut off before its move leaves a run that is finished.
    const nothing = await run('release', 'sums', '--resume');
    expect(nothing).toMatchObject({
      exitCode: 2,
      stderr: `prompteval: there is no unfinished run of sums in reports. The newest is finished, and nothing was released by it; for that: prompteval release sums --run ${whole.id}\n`,
    });
    expect((await run('release', 'sums', '--run', whole.id)).exitCode).toBe(0);
    expect((await run('release', 'sums', '--resume')).stderr).toContain('Make a new one, without --resume');
    expect((await run('run', '--resume', '--run', whole.id)).stderr).toContain(
      `is finished, so there is nothing to go on with. Its report: prompteval report ${whole.id}. To release it: prompteval release sums --run ${whole.id}`,
    );
  });

  it('is left alone while a process works on it', async () => {
    let isHeld = false;
    const { server, project, run } = await evaluated(() => (isHeld ? 'hang' : undefined));
    isHeld = true;
    const { child, finished } = startCli(['run', 'sums'], { cwd: project.folder });
    while (server.requests.length < 5) await wait(2);
    const second = await run('run', 'sums', '--resume');
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain(`still going on, in process ${child.pid}`);
    child.kill('SIGKILL');
    await finished;
    isHeld = false;
    expect((await run('run', 'sums', '--resume')).exitCode).toBe(0);
  });
});

describe('a run whose grounds have changed', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let whole: RunFile;
  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL, { cases });
    const run = (...args: string[]) => runCli(args, { cwd: original.folder });
    await run('release', 'sums', '--quiet');
    await writeDraft(original, { variant: 'perfect' });
    await run('publish', 'sums', '--note', 'Another one');
    await writeDraft(original, { variant: 'good' });
    whole = (await run('run', 'sums', '--json')).json<RunFile>();
    await cutOff(original, whole.id, 50);
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  type Change = (project: TemporaryProject, baseURL: string) => Promise<unknown>;
  const config =
    (changes: Parameters<typeof sumsConfig>[1]): Change =>
    (project, baseURL) =>
      project.write(configFile, sumsConfig(baseURL, changes));
  it.each<[string, Change, RegExp]>([
    ['the prompt', (project) => writeDraft(project, { variant: 'perfect' }), /the candidate \(\w{7} then/],
    ['the dataset', (project) => project.write('datasets/sums.csv', sumsDataset(41)), /the dataset \(/],
    [
      'the evaluators',
      config({ prompt: { evaluators: [{ use: 'exactMatch', metric: 'quality', extract: 'A:\\s*(\\d+)' }] } }),
      /the evaluators \(/,
    ],
    ['the models', config({ prompt: { models: ['openai/other'] } }), /the models or their parameters \(/],
    [
      'the gates',
      config({ gates: [{ metric: 'quality', noWorseThan: 'baseline', margin: 0.2 }] }),
      /the gates \(/,
    ],
    ['the repeats', config({ prompt: { repeats: 2 } }), /repeats, cluster.* \(/],
    [
      'the prices',
      config({ rest: { prices: { 'openai/adder': { input: 5, output: 9 } } } }),
      /the prices \(/,
    ],
    [
      'the address of its provider',
      (project, baseURL) =>
        project.write(configFile, sumsConfig(`${baseURL}/`, { provider: { apiKey: 'another' } })),
      /the settings of its providers \(\w{7} then, \w{7} now\)/,
    ],
    [
      'its streaming',
      config({ provider: { stream: true } }),
      /changed: the settings of its providers \([^;]*$/,
    ],
    [
      'the alias',
      (project) => runCli(['release', 'sums', '--quiet', '--candidate', '@2'], { cwd: project.folder }),
      /the baseline \(/,
    ],
  ])('does not go on: %s', async (_, change, said) => {
    const project = await copyProject(original);
    await change(project, server.baseURL);
    server.requests.length = 0;
    const before = await project.read(`reports/sums/${whole.id}/trials.jsonl`);
    const refused = await runCli(['run', 'sums', '--resume', '--run', whole.id], { cwd: project.folder });
    expect(refused.stderr).toMatch(said);
    expect(refused.exitCode).toBe(4);
    expect(server.requests).toHaveLength(0);
    expect(await project.read(`reports/sums/${whole.id}/trials.jsonl`)).toBe(before);
  });
});

it('comes to the same after kills at random moments', async () => {
  const findings = await killAndResume({
    kills: 4,
    cases: 30,
    concurrency: 4,
    latencyMs: 15,
    report: () => undefined,
  });
  expect(findings).toEqual([]);
});

it('goes on where a wrong key stopped it', async () => {
  let isRefused = false;
  const server = await startSumsServer(() =>
    isRefused && server.requests.length > 30 ? { status: 401 } : undefined,
  );
  const project = await makeSumsProject(server.baseURL, { cases });
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  isRefused = true;
  const refused = await run('run', 'sums', '--concurrency', '2');
  expect(refused.exitCode).toBe(2);
  const [id = ''] = await runIds(project, 'sums');
  expect(refused.stderr).toContain(`Go on with: prompteval run sums --resume --run ${id}`);
  isRefused = false;
  expect((await run('run', '--resume', '--json')).json()).toMatchObject({ id, trials: { completed: cases } });
});
