import { cp, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { ChatAnswer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { movesOf, readRun, runIds } from './catalog.ts';
import {
  configFile,
  isRight,
  makeSumsProject,
  readSumsRequest,
  type SumsOptions,
  type SumsRequest,
  startSumsServer,
  sumsConfig,
  writeDraft,
} from './sums-project.ts';

const cases = 40;

/** A server whose model can be exchanged under the same name, and a project with a first release on it. */
async function makeDrifting(options: SumsOptions = {}) {
  let answers: (sum: SumsRequest) => ChatAnswer | undefined = () => undefined;
  const server = await startSumsServer((request) => answers(readSumsRequest(request)));
  const project = await makeSumsProject(server.baseURL, { cases, ...options });
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  const released = await cli('release', 'sums', '--quiet');
  expect(released.exitCode, released.stderr).toBe(0);
  const [release = ''] = await runIds(project, 'sums');
  server.requests.length = 0;
  return {
    server,
    project,
    cli,
    release,
    /** From now on the model also fails what `isLost` says, and is served as `servedModel`. */
    change(isLost: (sum: SumsRequest) => boolean, servedModel: string) {
      answers = (sum) => reply(sum, isRight(sum) && !isLost(sum), servedModel);
    },
    /** From now on what `isRefused` says has no answer. */
    refuse(isRefused: (sum: SumsRequest) => boolean) {
      answers = (sum) => (isRefused(sum) ? { status: 400 } : undefined);
    },
  };
}

function reply({ number }: SumsRequest, right: boolean, model: string): ChatAnswer {
  const message = { role: 'assistant', content: `So it is.\nA: ${right ? number + 1 : 0}`, refusal: null };
  return {
    status: 200,
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 },
    },
  };
}

const lost = ({ number }: SumsRequest) => number % 4 === 1;
const today = () => new Date().toISOString().slice(0, 10);

it('says that an unchanged model does as well as at the release, and asks only one half of the trials', async () => {
  const { server, project, cli, release } = await makeDrifting();
  const attempts = await project.read('.prompteval/attempts/sums.jsonl');
  const plan = await cli('drift', 'sums', '--dry-run');
  expect(plan.stdout).toContain(
    `v1 against the trials of its release run ${release}, 40 cases. No call was made.`,
  );
  expect(plan.stdout).toContain('40 calls, about $');
  expect(server.requests).toHaveLength(0);

  const result = await cli('drift', 'sums');
  expect(result.exitCode, result.stderr).toBe(0);
  expect(result.stdout).toContain(`sums v1 does as well today as when it was released on ${today()}.`);
  expect(server.requests).toHaveLength(cases);

  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const run = await readRun(project, 'sums', id);
  expect(run).toMatchObject({
    status: 'complete',
    trials: { planned: 2 * cases, completed: 2 * cases, failed: 0, cached: cases },
    plan: { action: 'hold', because: 'A drift run compares stable with itself.' },
    drift: { release, rescored: false, sameGates: true },
    warnings: [],
  });
  // What the stored answers cost was paid by the run that asked them.
  const first = await readRun(project, 'sums', release);
  expect(run.spend.usd).toBeCloseTo(first.spend.usd, 12);
  expect(await project.read('.prompteval/attempts/sums.jsonl')).toBe(attempts);

  const recomputed = await cli('recompute', id);
  expect(recomputed.exitCode, recomputed.stdout).toBe(0);
  expect((await cli('runs', 'sums')).stdout).toMatch(new RegExp(`${id} .*pass \\(drift\\)`));
});

it('counts the calls of today alone among those that have no answer', async () => {
  const gates = [{ metric: 'cost', max: 1, slice: 'early' }];
  const { project, cli, refuse } = await makeDrifting({ gates });
  refuse(({ number }) => number > cases - 3);
  const result = await cli('drift', 'sums');
  expect(result.exitCode, result.stdout).toBe(3);
  expect(result.stdout).toContain('3 of 40 trials of today (7.5 %) have no answer');

  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const recomputed = await cli('recompute', id);
  expect(recomputed.exitCode, recomputed.stdout).toBe(0);
});

it('never promotes, whatever it proves', async () => {
  const { project, cli } = await makeDrifting();
  const { id } = (await cli('drift', 'sums', '--json', '--quiet')).json<RunFile>();
  const refused = await cli('release', 'sums', '--run', id);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`Run ${id} is a drift run: it compares stable with itself`);
  expect(await movesOf(project, 'sums')).toHaveLength(1);
});

it('proves that a model fell under an unchanged prompt, in every format', async () => {
  const { project, cli, change } = await makeDrifting();
  change(lost, 'adder-2');
  const result = await cli('drift', 'sums');
  expect(result.exitCode, result.stderr).toBe(1);
  expect(result.stdout).toMatch(/^ DRIFTED {3}stable stays at v1 {3}report .* exit 1$/m);

  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const { verdict, drift } = await readRun(project, 'sums', id);
  expect(verdict.headline).toMatch(
    /^sums v1 does worse today than when it was released on [\d-]+: quality fell by at least [\d.]+ points\. The prompt did not change, so the model or what serves it did \(served model then: adder, now: adder-2\)\.$/,
  );
  expect(drift?.served).toEqual([{ model: 'openai/adder', atRelease: ['adder'], now: ['adder-2'] }]);
  expect(result.stdout.replace(/\s+/g, ' ')).toContain(verdict.headline);
  expect(await project.read(`reports/sums/${id}/summary.md`)).toContain('# ✖ Drifted: sums v1 now');
  const page = await project.read(`reports/sums/${id}/index.html`);
  expect(page).toContain('quality fell by at least');
  expect(page).toContain('Served as openai/adder');
  expect((await cli('recompute', id)).exitCode).toBe(0);
});

it('is not settled where too few of the calls were made', async () => {
  const { cli } = await makeDrifting();
  const result = await cli(
    'drift',
    'sums',
    '--max-cost',
    '0.0001',
    '--concurrency',
    '1',
    '--json',
    '--quiet',
  );
  expect(result.exitCode).toBe(3);
  expect(result.json<RunFile>().verdict.headline).toMatch(
    /^Whether sums v1 does as well today as when it was released on [\d-]+ is not settled\. .*the budget was spent/,
  );
});

it('names the folder that it needs where the release was made elsewhere, and takes it from another place', async () => {
  const { server, project, cli, release } = await makeDrifting();
  const folder = `reports/sums/${release}`;
  await cp(project.path(folder), project.path('artifact'), { recursive: true });
  await rm(project.path('reports'), { recursive: true });

  const absent = await cli('drift', 'sums');
  expect(absent.exitCode).toBe(2);
  expect(absent.stderr).toContain(
    `the trials of run ${release}, by which version 1 became stable, are not in ${folder}`,
  );
  expect(absent.stderr).toContain('prompteval drift sums --run <folder>');
  expect(server.requests).toHaveLength(0);

  const found = await cli('drift', 'sums', '--run', 'artifact', '--quiet');
  expect(found.exitCode, found.stderr).toBe(0);
  expect(server.requests).toHaveLength(cases);
});

it('refuses trials that were changed by hand', async () => {
  const { server, project, cli, release } = await makeDrifting();
  const file = `reports/sums/${release}/trials.jsonl`;
  await project.write(file, (await project.read(file)).replace('"value":0', '"value":1'));
  const result = await cli('drift', 'sums');
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain(`these are not the trials that run ${release} was decided by`);
  expect(server.requests).toHaveLength(0);
});

it('leaves out what is not the same case any more, and says how much that is', async () => {
  const { server, project, cli } = await makeDrifting();
  const rows = (await project.read('datasets/sums.csv'))
    .replace('sum-007,7 + 1,8', 'sum-007,7 + 1,eight')
    .replace(/^sum-009.*\n/m, '');
  await project.write('datasets/sums.csv', `${rows}sum-041,41 + 1,42,late\nsum-042,42 + 1,43,late\n`);
  const result = await cli('drift', 'sums', '--json', '--quiet');
  expect(result.exitCode, result.stderr).toBe(0);
  const run = result.json<RunFile>();
  expect(run.dataset.cases).toBe(38);
  expect(server.requests).toHaveLength(38);
  expect(run.warnings).toEqual([
    '4 cases are left out of the comparison: 1 changed since the release, 2 new, 1 gone.',
  ]);
  expect((await cli('report', run.id)).stdout).toContain('4 cases are left out');
  expect((await cli('recompute', run.id)).exitCode).toBe(0);

  await project.write('datasets/sums.csv', 'id,question,expected,tags\nnew,1 + 1,2,late\n');
  const nothing = await cli('drift', 'sums');
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain('there is nothing to compare');
});

it('scores the answers of then again where what scores them has changed', async () => {
  const { server, project, cli } = await makeDrifting();
  // Finds the answer nowhere, so that every score of today is 0: only the stored scores could still be 1.
  const evaluator = { use: 'exactMatch', metric: 'quality', extract: 'B:\\s*([^\\n]+)', normalize: 'number' };
  await project.write(configFile, sumsConfig(server.baseURL, { prompt: { evaluators: [evaluator] } }));
  const result = await cli('drift', 'sums', '--json', '--quiet');
  expect(result.exitCode, result.stderr).toBe(0);
  const run = result.json<RunFile>();
  expect(run.drift).toMatchObject({ rescored: true, sameGates: true });
  expect(run.warnings).toEqual([expect.stringContaining('were scored again')]);
  const quality = run.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);
  expect(quality).toMatchObject({ baseline: { value: 0, n: cases }, candidate: { value: 0, n: cases } });
  expect((await cli('recompute', run.id)).exitCode).toBe(0);
});

it('reports what it cannot judge, and decides by the gates of today', async () => {
  const { server, project, cli } = await makeDrifting();
  const gates = [
    { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
    { metric: 'quality', betterThan: 'baseline', by: 0.01, name: 'gain' },
    { metric: 'latency', maxIncrease: '1%', name: 'latency' },
    { metric: 'latency', max: '30s', name: 'ceiling' },
  ];
  await project.write(configFile, sumsConfig(server.baseURL, { gates }));
  const result = await cli('drift', 'sums', '--json', '--quiet');
  expect(result.exitCode, result.stderr).toBe(0);
  const { verdict, warnings } = result.json<RunFile>();
  expect(Object.fromEntries(verdict.outcomes.map(({ gate, enforced }) => [gate, enforced]))).toMatchObject({
    gain: false,
    latency: false,
    ceiling: true,
  });
  // A test server that answers at once may well be timed late.
  expect(warnings.filter((warning) => !warning.startsWith('This process was busy'))).toEqual([
    expect.stringContaining('The gates have changed since the release'),
    expect.stringContaining('The gate "gain" is reported and does not decide: it asks for a gain'),
    expect.stringContaining('The gate "latency" is reported and does not decide: the answers of then'),
  ]);
});

it('takes the run of the last release, also after a rollback', async () => {
  const { project, cli, release } = await makeDrifting();
  await writeDraft(project, { variant: 'good' });
  expect((await cli('release', 'sums', '--quiet')).exitCode).toBe(0);
  expect((await cli('rollback', 'sums', '--reason', 'To see', '--quiet')).exitCode).toBe(0);
  const run = (await cli('drift', 'sums', '--json', '--quiet')).json<RunFile>();
  expect(run.drift?.release).toBe(release);
  expect(run.arms.candidate.version).toBe(1);
});

it('says that nothing is live', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { cases });
  const result = await runCli(['drift', 'sums'], { cwd: project.folder });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain('stable of sums names no version');
});

it('splits the change of a later run into what the edit did and what the model did', async () => {
  const { project, cli, release, change } = await makeDrifting();
  change(lost, 'adder-2');
  await writeDraft(project, { variant: 'good' });
  const result = await cli('run', 'sums');
  expect(result.exitCode, result.stderr).toBe(0);
  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const { sinceRelease, comparisons } = await readRun(project, 'sums', id);
  const quality = sinceRelease?.metrics.find(({ metric }) => metric === 'quality');
  expect(sinceRelease?.run).toBe(release);
  expect(sinceRelease?.served).toEqual([{ model: 'openai/adder', atRelease: ['adder'], now: ['adder-2'] }]);
  expect(quality).toMatchObject({
    cases,
    atRelease: 0.75,
    now: 0.5,
    candidate: 0.75,
    drift: { delta: -0.25 },
    edit: { delta: 0.25 },
  });
  const compared = comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);
  expect(quality?.edit.delta).toBe(compared?.delta);
  expect(quality?.drift.interval?.high).toBeLessThan(-0.1);

  const line = `v1 since its release on ${today()}: quality: the model −25.0 pp [`;
  expect(result.stdout).toContain(line);
  expect(result.stdout).toContain('the edit +25.0 pp [');
  expect(await project.read(`reports/sums/${id}/summary.md`)).toContain(
    'What the model did and what the edit did',
  );
  expect(await project.read(`reports/sums/${id}/index.html`)).toContain(
    `v1 since its release on ${today()}</h2>`,
  );
  expect((await cli('recompute', id)).exitCode).toBe(0);
  expect((await cli('release', 'sums', '--run', id, '--quiet')).exitCode).toBe(0);
});

it('says nothing of the model where it did not change, and nothing at all without the release run', async () => {
  const { project, cli, release } = await makeDrifting();
  await writeDraft(project, { variant: 'good' });
  // A new price is no change of the model.
  const config = await project.read(configFile);
  await project.write(configFile, config.replace('"input": 1,', '"input": 3,'));
  expect(await project.read(configFile)).not.toBe(config);
  const unchanged = await cli('run', 'sums');
  expect(unchanged.stdout).not.toContain('since its release');
  const id = (await runIds(project, 'sums')).at(-1) ?? '';
  const { sinceRelease } = await readRun(project, 'sums', id);
  expect(sinceRelease?.repriced).toBe(true);
  for (const metric of ['quality', 'cost']) {
    expect(sinceRelease?.metrics).toContainEqual(
      expect.objectContaining({ metric, drift: expect.objectContaining({ delta: 0 }) }),
    );
  }
  expect(await project.read(`reports/sums/${id}/summary.md`)).toContain('Prices changed since');

  await project.write(`reports/sums/${release}/trials.jsonl`, 'not what it was\n');
  const without = await cli('run', 'sums', '--json', '--quiet');
  expect(without.exitCode, without.stderr).toBe(0);
  expect(without.json<RunFile>().sinceRelease).toBeUndefined();
});
