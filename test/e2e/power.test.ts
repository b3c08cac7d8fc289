import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { PowerReport } from '../../src/project/evaluation/power.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';
import { movesOf, readRun, runIds } from './catalog.ts';
import {
  isRight,
  makeSumsProject,
  readSumsRequest,
  type SumsOptions,
  startSumsServer,
} from './sums-project.ts';

const cases = 40;
const flaky = ['sum-010', 'sum-020', 'sum-030', 'sum-040'];

/** Every tenth sum is right the first time it is asked and then every other time; the others are as always. */
async function makeFlakyProject(options: SumsOptions = {}) {
  const asked = new Map<number, number>();
  const server = await startSumsServer((request) => {
    const sum = readSumsRequest(request);
    const before = asked.get(sum.number) ?? 0;
    asked.set(sum.number, before + 1);
    const right = sum.number % 10 === 0 ? before % 2 === 0 : isRight(sum);
    return `A: ${right ? sum.number + 1 : 0}`;
  });
  const project = await makeSumsProject(server.baseURL, { cases, ...options });
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  return { server, project, cli };
}

it('runs stable against itself and says what its flips leave to prove', async () => {
  const { server, project, cli } = await makeFlakyProject();
  expect((await cli('release', 'sums', '--quiet')).exitCode).toBe(0);
  const before = server.requests.length;
  const attempts = await project.read('.prompteval/attempts/sums.jsonl');

  const result = await cli('power', 'sums', '--json', '--quiet');
  expect(result.exitCode, result.stderr).toBe(0);
  expect(server.requests).toHaveLength(before + 2 * cases);
  const report = result.json<PowerReport>();
  const [quality] = report.metrics;
  expect(report).toMatchObject({ prompt: 'sums', cases });
  expect(await runIds(project, 'sums')).toContain(report.run);
  expect(quality).toMatchObject({
    metric: 'quality',
    model: 'openai/adder',
    allowed: 0.1,
    flipShare: 0.1,
    flaky,
  });
  expect(quality?.options.map(({ repeats, calls }) => [repeats, calls])).toEqual([
    [1, 80],
    [3, 240],
    [5, 400],
    [10, 800],
  ]);
  expect(quality?.options[0]?.margin).toBe(0.15);

  const run = await readRun(project, 'sums', report.run);
  expect(quality?.options[1]?.usd).toBeCloseTo(3 * run.spend.usd, 12);
  expect(run).toMatchObject({ status: 'complete', plan: { action: 'hold' } });
  expect(await project.read('.prompteval/attempts/sums.jsonl')).toBe(attempts);
  expect(await movesOf(project, 'sums')).toHaveLength(1);

  const text = await cli('power', 'sums', '--run', report.run);
  expect(text.exitCode).toBe(0);
  expect(server.requests).toHaveLength(before + 2 * cases);
  expect(text.stdout).toContain(
    `quality: two trials of a case differ with 10.0 %; 4 flaky cases: ${flaky.join(', ')}`,
  );
  expect(text.stdout).toMatch(
    /^With 40 cases and one trial each you can prove a margin of 15 points; with 10 trials each, [\d.]+ points\. You allow 10 points: \d+ trials each will do\.$/m,
  );
});

it('reads repeats of the baseline from an ordinary run, and refuses one without any', async () => {
  const { project, cli } = await makeFlakyProject({ rest: { prices: {} } });
  expect((await cli('release', 'sums', '--quiet')).exitCode).toBe(0);
  const file = 'prompts/sums.prompt.yml';
  await project.write(file, (await project.read(file)).replace('variant: fair', 'variant: good'));
  const single = (await cli('run', 'sums', '--json', '--quiet')).json<RunFile>();
  const repeated = (await cli('run', 'sums', '--repeats', '2', '--json', '--quiet')).json<RunFile>();

  const refused = await cli('power', 'sums', '--run', single.id);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('has one trial a case of each prompt');

  const result = await cli('power', 'sums', '--run', repeated.id, '--json');
  const [quality] = result.json<PowerReport>().metrics;
  expect(flaky).toEqual(expect.arrayContaining(quality?.flaky ?? ['none']));
  expect(quality?.options.map(({ usd }) => usd)).toEqual([null, null, null, null]);
  expect((await cli('power', 'sums', '--run', repeated.id)).stdout).toContain('no price');
});

it('says what is missing', async () => {
  const { server, cli } = await makeFlakyProject();
  const nothingLive = await cli('power', 'sums');
  expect(nothingLive.exitCode).toBe(2);
  expect(nothingLive.stderr).toContain('stable of sums names no version');
  expect(nothingLive.stderr).toContain('prompteval release sums');

  const unknown = await cli('power', 'sums', '--metric', 'qualty');
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain('--metric: no evaluator measures "qualty". Did you mean "quality"?');
  expect(server.requests).toHaveLength(0);
});

it('draws no conclusion from a run that the budget cut short', async () => {
  const { cli } = await makeFlakyProject();
  expect((await cli('release', 'sums', '--quiet')).exitCode).toBe(0);
  const result = await cli('power', 'sums', '--max-cost', '0.0001', '--quiet');
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain('did not finish');
  const [, goOn = '', measure = ''] =
    /Go on with: prompteval (.*), and then: prompteval (.*)$/m.exec(result.stderr) ?? [];
  await cli(...goOn.split(' '), '--max-cost', '1', '--quiet');
  const measured = await cli(...measure.split(' '));
  expect(measured.exitCode, measured.stderr).toBe(0);
  expect(measured.stdout).toContain('can prove, from run');
});

it('finds in the example, where nothing flips, the margin of nothing flipping', async () => {
  const project = await exampleProject();
  const result = await runCli(['power', 'support-triage', '--metric', 'quality', '--json'], {
    cwd: project.folder,
  });
  expect(result.exitCode, result.stderr).toBe(0);
  const { metrics } = result.json<PowerReport>();
  // 1 − 0.05^(1/283) is 1.05 points; margins go by half points.
  expect(metrics).toMatchObject([
    { metric: 'quality', flipShare: 0, flaky: [], options: [{ margin: 0.015 }, {}, {}, {}] },
  ]);
});

it('counts clusters where the gates do', async () => {
  const prompt = { cluster: 'customer' };
  const { server, project, cli } = await makeFlakyProject({ prompt });
  const rows = (await project.read('datasets/sums.csv')).trimEnd().split('\n');
  const counted = rows.map((row, index) =>
    index === 0 ? `${row},customer` : `${row},c${Math.ceil(index / 2)}`,
  );
  await project.write('datasets/sums.csv', `${counted.join('\n')}\n`);
  expect((await cli('release', 'sums', '--quiet')).exitCode).toBe(0);
  const { stdout } = await cli('power', 'sums', '--quiet');
  expect(stdout).toMatch(
    /With 40 cases in 20 clusters of customer and one trial each you can prove a margin of/,
  );
  const report = (await cli('power', 'sums', '--json', '--quiet')).json<PowerReport>();
  expect(report).toMatchObject({ cases, metrics: [{ clusters: { field: 'customer', count: 20 } }] });

  const { run: id } = report;
  const text = await project.read(`reports/sums/${id}/cases.jsonl`);
  await project.write(`reports/sums/${id}/cases.jsonl`, text.replaceAll(/,"customer":"c1"/g, ''));
  const { exitCode, stderr } = await cli('power', 'sums', '--run', id);
  expect(stderr).toMatch(/cannot be counted by "customer": its case sum-001 has no value for it/);
  expect(exitCode).toBe(2);
  await server.close();
});
