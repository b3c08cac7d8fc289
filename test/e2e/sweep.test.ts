import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { SweepFile } from '../../src/core/sweep.ts';
import type { SweepCalls } from '../../src/project/tuning/dry-sweep.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { sharedIsPresent, skippedWithoutShared } from '../support/replay-server.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { copyProject } from './copy-project.ts';
import { better, cli, makeGsm8k, promptText, worse } from './gsm8k-project.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsPrompt,
  writeDraft,
} from './sums-project.ts';

const cases = 40;
const models = ['--model', 'openai/adder', '--model', 'openai/other'];
const ledger = '.prompteval/attempts/sums.jsonl';
const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.1 },
  { metric: 'cost', maxIncrease: '50%' },
];

let server: OpenAIServer;
let released: TemporaryProject;
let project: TemporaryProject;

beforeAll(async () => {
  server = await startSumsServer();
  released = await makeSumsProject(server.baseURL, { cases, gates });
  const { exitCode, stderr } = await runCli(['release', 'sums', '--quiet'], { cwd: released.folder });
  expect(exitCode, stderr).toBe(0);
});
afterAll(async () => {
  await server.close();
  await released.remove();
});
beforeEach(async () => {
  project = await copyProject(released);
  server.requests.length = 0;
});

const writeVariant = (variant: string) =>
  project.write(`prompts/sums.${variant}.prompt.yml`, sumsPrompt({ variant }));

async function sweep(...args: string[]) {
  const before = server.requests.length;
  const result = await runCli(['sweep', 'sums', '--json', ...args], { cwd: project.folder });
  return { ...result, calls: server.requests.length - before, sweep: result.json<SweepFile>() };
}

const namesOf = ({ rows }: SweepFile) =>
  rows.map(({ row, variant, settings }) => `${row} ${variant} ${settings.id}`);
const unmeasured = ({ comparisons }: Pick<RunFile, 'comparisons'>) =>
  comparisons.filter(({ metric, slice }) => metric !== 'latency' && slice === null);

describe('a sweep', () => {
  it('asks stable once for each model and setting, only what is new the second time, and shows what single runs show', async () => {
    for (const variant of ['good', 'poor', 'perfect']) await writeVariant(variant);
    const grid = ['--baseline', '@1', ...models, '--set', 'temperature=0,0.7'];
    const planned = await runCli(['sweep', 'sums', ...grid, '--dry-run', '--json'], { cwd: project.folder });
    expect(planned.json<SweepCalls>()).toMatchObject({ rows: 12, cases, calls: 16 * cases });
    expect(server.requests).toHaveLength(0);

    const first = await sweep(...grid);
    expect(first.calls).toBe(16 * cases);
    expect(first).toMatchObject({
      exitCode: 0,
      sweep: { status: 'complete', trials: { planned: 16 * cases, cached: 0 } },
    });
    expect(namesOf(first.sweep).slice(0, 5)).toEqual([
      '1 good openai/adder temperature=0',
      '2 good openai/adder temperature=0.7',
      '3 good openai/other temperature=0',
      '4 good openai/other temperature=0.7',
      '5 perfect openai/adder temperature=0',
    ]);
    expect(first.sweep.stables).toHaveLength(4);
    expect(first.sweep.best?.rows).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(first.sweep.rows.map(({ standing }) => standing)).toEqual([
      ...Array.from({ length: 8 }, () => 'better'),
      ...Array.from({ length: 4 }, () => 'worse'),
    ]);
    // One model is ten times as dear, and what is worse is dominated.
    expect(first.sweep.cheapest).toEqual({ rows: [1, 2, 5, 6], untimed: false });
    const open = first.sweep.rows.filter(({ dominatedBy }) => dominatedBy.length === 0);
    expect(open.map(({ row }) => row)).toEqual(expect.arrayContaining([1, 2, 5, 6]));
    expect((await project.read(ledger)).trim().split('\n')).toHaveLength(1 + 12);

    await writeVariant('reworded');
    const next = await runCli(['sweep', 'sums', ...grid, '--dry-run', '--json'], { cwd: project.folder });
    expect(next.json<SweepCalls>()).toMatchObject({ calls: 4 * cases, cached: 16 * cases });
    const second = await sweep(...grid);
    expect(second).toMatchObject({
      exitCode: 0,
      calls: 4 * cases,
      sweep: { trials: { cached: 16 * cases } },
    });
    expect(second.sweep.rows).toHaveLength(16);

    const models12 = [{ model: 'openai/other', parameters: { temperature: 0.7 } }];
    await project.write(configFile, sumsConfig(server.baseURL, { gates, prompt: { models: models12 } }));
    for (const [row, variant] of [
      [3, 'good'],
      [11, 'poor'],
    ] as const) {
      await writeDraft(project, { variant });
      const run = (await runCli(['run', 'sums', '--json'], { cwd: project.folder })).json<RunFile>();
      const found = first.sweep.rows[row];
      expect(found).toMatchObject({ variant, settings: { id: 'openai/other temperature=0.7' } });
      expect(found?.comparisons.filter(({ metric }) => metric !== 'latency')).toEqual(unmeasured(run));
      expect(found?.verdict).toEqual(run.verdict);
      expect(found?.candidate.digest).toBe(run.arms.candidate.digest);
    }
  });

  it('calls the same answers a tie, in words and on the page', async () => {
    for (const variant of ['good', 'perfect']) await writeVariant(variant);
    const shown = await runCli(['sweep', 'sums'], { cwd: project.folder });
    expect(shown.stdout).toContain('Best quality: no winner, but a tie of all 2 rows.');
    expect(shown.stdout).toContain('Cheapest that clears every gate: a tie of all 2 rows');
    expect(shown.stdout).toContain(
      'stable stays where it is. Each row counts as an attempt against these cases (2 after 1 before).',
    );
    const page = /report {2}(\S+)/.exec(shown.stdout)?.[1] ?? '';
    const html = await project.read(page);
    expect(html).toContain('no winner');
    expect(html).not.toMatch(/https?:|<script|src=/);
    // It is no run: nothing that lists runs takes it for one.
    const runs = (await runCli(['runs', '--json'], { cwd: project.folder })).json<unknown[]>();
    expect(runs).toHaveLength(1);
  });

  it('compares settings of the live wording with stable as it runs today', async () => {
    const { sweep: found, calls } = await sweep('--set', 'temperature=0,0.7');
    expect(namesOf(found)).toEqual(['1 draft openai/adder temperature=0.7']);
    expect(calls).toBe(2 * cases);
    expect(found.rows[0]).toMatchObject({ stable: 0, standing: 'tie', clears: 'yes' });
    expect(found.stables[0]?.settings.parameters).toMatchObject({ temperature: 0 });
  });

  it('tunes on the tune cases alone, and leaves the others and their ledger to releases', async () => {
    const rows = (await project.read('datasets/sums.csv')).trim().split('\n');
    const splits = rows.map(
      (row, index) => `${row},${index === 0 ? 'split' : index % 4 === 0 ? 'release' : 'tune'}`,
    );
    await project.write('datasets/sums.csv', `${splits.join('\n')}\n`);
    await writeVariant('good');
    const { sweep: found, calls } = await sweep();
    expect(found).toMatchObject({
      split: 'tune',
      dataset: { cases: 30 },
      narrowed: false,
      trials: { planned: 60 },
    });
    expect(calls).toBe(60);
    await writeDraft(project, { variant: 'good' });
    const run = (await runCli(['run', 'sums', '--json'], { cwd: project.folder })).json<RunFile>();
    expect(run).toMatchObject({ split: 'release', attempts: { earlier: { elsewhere: 2 } } });
  });

  it('counts no narrowed sweep, and asks again without the cache', async () => {
    await writeVariant('good');
    const before = await project.read(ledger);
    expect(await sweep('--first', '10', '--cache', 'off')).toMatchObject({
      calls: 20,
      sweep: { narrowed: true },
    });
    expect(await sweep('--first', '10', '--cache', 'off')).toMatchObject({ calls: 20 });
    expect(await project.read(ledger)).toBe(before);
  });

  it('ends with its budget, says that nothing can be chosen, and goes on from the cache', async () => {
    for (const variant of ['good', 'poor']) await writeVariant(variant);
    const cut = await sweep('--max-cost', '0.002', '--concurrency', '1');
    expect(cut).toMatchObject({ exitCode: 3, sweep: { status: 'incomplete' } });
    expect(cut.calls).toBeLessThan(3 * cases);
    const { spend } = cut.sweep;
    expect(spend.usd).toBeGreaterThan(0);
    expect((await project.read(ledger)).trim().split('\n')).toHaveLength(1);
    const rest = await sweep();
    expect(cut.calls + rest.calls).toBe(3 * cases);
  });

  it("scores stable by the variant's schema where a run does", async () => {
    const quality = { use: 'exactMatch', metric: 'quality', extract: 'A:\\s*([^\\n]+)', normalize: 'number' };
    const prompt = { evaluators: [quality, { use: 'jsonSchema' }] };
    await project.write(configFile, sumsConfig(server.baseURL, { gates, prompt }));
    const schema = `responseFormat: json_schema
jsonSchema: '{"name": "sum", "schema": {"type": "object", "required": ["sum"]}}'
`;
    const text = sumsPrompt({ variant: 'good' }).replace('messages:', `${schema}messages:`);
    await project.write('prompts/sums.json.prompt.yml', text);
    const { sweep: found } = await sweep();
    await project.write('prompts/sums.prompt.yml', text);
    const run = (await runCli(['run', 'sums', '--json'], { cwd: project.folder })).json<RunFile>();
    const row = found.rows.find(({ variant }) => variant === 'json');
    expect(found.schema).toBe('schema');
    expect(row?.comparisons.filter(({ metric }) => metric !== 'latency')).toEqual(unmeasured(run));
    expect(row?.comparisons.find(({ metric }) => metric === 'schema')).toMatchObject({
      baseline: { value: 0, n: cases },
    });
  });

  it('keeps what was answered when it is interrupted, and goes on from there', async () => {
    const slow = await startSumsServer(undefined, 200);
    await project.write(configFile, sumsConfig(slow.baseURL, { gates, provider: { concurrency: 4 } }));
    await writeVariant('good');
    const { child, finished } = startCli(['sweep', 'sums'], { cwd: project.folder });
    await vi.waitFor(() => expect(slow.requests.length).toBeGreaterThan(12), { timeout: 20_000 });
    child.kill('SIGINT');
    const { exitCode, stderr } = await finished;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(
      /kept in reports\/sums\/sweep-\S+, and in the cache: the same command goes on from there/,
    );
    const asked = slow.requests.length;
    const rest = await sweep();
    expect(rest).toMatchObject({ exitCode: 0, sweep: { status: 'complete' } });
    // What was in flight is asked again, and nothing else.
    expect(slow.requests.length - asked).toBeLessThan(2 * cases - (asked - 8));
    expect((await project.list('reports/sums')).filter((file) => file.endsWith('sweep.json'))).toHaveLength(
      1,
    );
  });

  it('runs without a baseline, each variant by its own schema', async () => {
    const fresh = await makeSumsProject(server.baseURL, {
      cases: 10,
      gates: [{ metric: 'quality', min: 0.5 }],
    });
    project = fresh;
    await writeVariant('good');
    const { sweep: found, calls } = await sweep();
    expect(namesOf(found)).toEqual(['1 draft openai/adder', '2 good openai/adder']);
    expect(found).toMatchObject({
      baseline: null,
      stables: [],
      rows: [{ stable: null, standing: 'unknown' }, {}],
    });
    expect(calls).toBe(20);
  });

  it.each([
    [
      [],
      'there is nothing to compare with stable of sums: its draft is the same, and no variant stands beside it',
      'sums.short.prompt.yml',
    ],
    [['--candidate', '@1'], 'stable of sums: @1 is the same. ', 'sums.short.prompt.yml'],
    [['--candidate', 'gud'], 'there is no variant "gud"', 'Did you mean "good"?'],
    [['--candidate', 'nope.prompt.yml'], 'there is no file nope.prompt.yml', 'a ref such as @draft'],
    [['--candidate', 'other@draft'], 'is a version of another prompt', 'sums@latest'],
    [['--candidate', 'broken', '--candidate', 'wrong'], '2 problems', 'wrong.prompt.yml'],
    [['--set', 'temperature'], '--set: "temperature" does not fit', 'temperature=0,0.7'],
  ])('says what is wrong with %j', async (args, says, hint) => {
    if (args.length > 0) await writeVariant('good');
    await project.write('prompts/elsewhere/sums.broken.prompt.yml', 'model: [');
    if (args.includes('broken')) {
      await project.write('prompts/sums.broken.prompt.yml', 'model: [');
      await project.write('prompts/sums.wrong.prompt.yml', 'model: openai/adder');
    }
    const { exitCode, stderr } = await runCli(['sweep', 'sums', ...args], { cwd: project.folder });
    expect(stderr).toContain(says);
    expect(stderr).toContain(hint);
    expect(exitCode).toBe(2);
    expect(server.requests).toHaveLength(0);
  });
});

it.skipIf(!sharedIsPresent)(
  `sweeps GSM8K over two models and two temperatures${skippedWithoutShared}`,
  async () => {
    const gsm8k = await makeGsm8k();
    const asked = async () =>
      ((await (await fetch(`${gsm8k.origin}/stats`)).json()) as { total: number }).total;
    const write = (name: string, variant: string) =>
      gsm8k.write(`prompts/gsm8k.${name}.prompt.yml`, promptText(variant).replace('Solve', `${name}: solve`));
    const grid = [
      '--baseline',
      '@1',
      '--model',
      'openai/replay',
      '--model',
      'anthropic/replay',
      '--set',
      'temperature=0,0.7',
    ];
    const run = async () =>
      (await cli(gsm8k, 'sweep', 'gsm8k', ...grid, '--first', '60', '--json')).json<SweepFile>();
    expect((await cli(gsm8k, 'publish', 'gsm8k', '--note', 'first')).exitCode).toBe(0);
    await write('good', better.variant);
    await write('other', better.variant);
    await write('same', worse.variant);

    const first = await run();
    expect(first.narrowed).toBe(true);
    expect(await asked()).toBe(16 * 60);
    expect(first.best?.rows).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(first.rows.slice(8).map(({ standing }) => standing)).toEqual(['tie', 'tie', 'tie', 'tie']);
    await write('more', worse.variant);
    expect((await run()).rows).toHaveLength(16);
    expect(await asked()).toBe(20 * 60);
  },
  60_000,
);
