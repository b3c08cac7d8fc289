import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { commitAll, git } from '../support/git.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, runIds } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, writeDraft } from './sums-project.ts';

const of = 4;
const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.2 },
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.3, slice: 'late', enforce: false },
  { metric: 'cost', maxIncrease: '10%' },
];

let server: OpenAIServer;
/** Stable is version 1, and the draft is better; everything is committed. */
let original: TemporaryProject;
/** `reports` of a copy, with one folder a shard. */
let sharded: TemporaryProject;
let folders: string[];
let shards: RunFile[];

const cli = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: project.folder });
const runShard = (project: TemporaryProject, index: number, ...args: string[]) =>
  cli(project, 'run', 'sums', '--shard', `${index}/${of}`, '--json', ...args);

beforeAll(async () => {
  server = await startSumsServer();
  original = await makeSumsProject(server.baseURL, { cases: 41, gates, prompt: { repeats: 2 } });
  await original.write('.gitignore', 'reports/*\n.prompteval/*\n!.prompteval/registry/\n');
  expect((await cli(original, 'release', 'sums', '--quiet')).exitCode).toBe(0);
  await writeDraft(original, { variant: 'good' });
  await git(original.folder, 'init', '--quiet');
  await commitAll(original.folder);
  sharded = await copyProject(original);
  const results = await Promise.all([1, 2, 3, 4].map((index) => runShard(sharded, index)));
  for (const { exitCode, stderr } of results) expect(exitCode, stderr).toBe(0);
  shards = results.map((result) => result.json<RunFile>());
  folders = shards.map(({ id }) => sharded.path(`reports/sums/${id}`));
});
afterAll(async () => {
  await server.close();
  await original.remove();
  await sharded.remove();
});

/** What does not depend on how long answers took. */
function timeless({
  comparisons,
  verdict,
  regressions,
  worseSlices,
  flaky,
  trials,
  attempts,
  plan,
}: RunFile) {
  const others = comparisons.filter(({ metric }) => metric !== 'latency');
  return JSON.stringify({ others, verdict, regressions, worseSlices, flaky, trials, attempts, plan });
}

describe('shards', () => {
  it('are parts that no two share, and decide nothing', async () => {
    const trials = await Promise.all(shards.map(({ id }) => sharded.read(`reports/sums/${id}/trials.jsonl`)));
    const cases = trials.map((text) => {
      const lines = text.trim().split('\n');
      return new Set(lines.map((line): string => JSON.parse(line).case));
    });
    expect(cases.map(({ size }) => size).sort()).toEqual([10, 10, 10, 11]);
    expect(new Set(cases.flatMap((ids) => [...ids])).size).toBe(41);
    // Both arms and both repeats of a case are together.
    expect(trials.map((text, index) => text.trim().split('\n').length / (cases[index]?.size ?? 0))).toEqual([
      4, 4, 4, 4,
    ]);
    for (const [index, run] of shards.entries()) {
      expect(run).toMatchObject({
        status: 'incomplete',
        shard: { index: index + 1, of, cases: 41 },
        verdict: { status: 'inconclusive', headline: `This is shard ${index + 1} of 4: merge them.` },
        plan: { action: 'hold' },
      });
    }
    const [first] = shards;
    const released = await cli(sharded, 'release', 'sums', '--run', first?.id ?? '');
    expect([released.exitCode, released.stderr]).toEqual([2, expect.stringContaining('is shard 1 of 4')]);
    expect((await cli(sharded, 'run', 'sums', '--resume')).stderr).toContain('no unfinished run');
    const finished = await cli(sharded, 'run', 'sums', '--resume', '--run', first?.id ?? '');
    expect([finished.exitCode, finished.stderr]).toEqual([
      2,
      expect.stringContaining('prompteval merge reports'),
    ]);
    expect(finished.stderr).not.toContain('prompteval release');
    expect((await cli(sharded, 'report', first?.id ?? '')).stdout).toContain('shard 1 of 4');
  });

  it('become the run that one machine would have made, which releases without a call', async () => {
    const [whole, merging] = [await copyProject(original), await copyProject(original)];
    const one = await cli(whole, 'run', 'sums', '--json');
    const before = server.requests.length;
    // In any order, and from a folder of artifacts too.
    await cp(sharded.path('reports/sums'), merging.path('artifacts/a/sums'), { recursive: true });
    const merged = await cli(merging, 'merge', 'artifacts', '--json');
    expect(merged.exitCode, merged.stderr).toBe(0);
    const [run, single] = [merged.json<RunFile>(), one.json<RunFile>()];
    expect(timeless(run)).toBe(timeless(single));
    expect(run).toMatchObject({
      status: 'complete',
      mergedFrom: shards.map(({ id }) => id),
      startedAt: shards.map(({ startedAt }) => startedAt).sort()[0],
      attempt: 2,
      verdict: { status: 'pass' },
    });
    expect(run.spend.usd).toBeCloseTo(single.spend.usd, 12);
    expect(run).not.toHaveProperty('shard');
    expect((await cli(merging, 'recompute', run.id)).exitCode).toBe(0);

    const again = await cli(merging, 'merge', 'artifacts', '--json');
    expect([again.exitCode, again.json()]).toEqual([0, run]);

    const released = await cli(merging, 'release', 'sums', '--run', run.id, '--json');
    expect(released.exitCode, released.stderr).toBe(0);
    expect(server.requests.length).toBe(before);
    expect((await movesOf(merging, 'sums')).at(-1)?.evidence?.run).toBe(run.id);
    expect(await auditExit(merging)).toBe(0);
  });

  it('are found among other runs, where the newest set decides', async () => {
    const project = await copyProject(sharded);
    const start = JSON.parse(await project.read(`reports/sums/${shards[0]?.id}/start.json`));
    const ordinary = { ...start, asked: { ...start.asked, shard: undefined } };
    await project.write('reports/sums/20990101-000000-aaaaaa/start.json', JSON.stringify(ordinary));
    const first = await cli(project, 'merge', 'reports', '--json');
    expect(first.exitCode, first.stderr).toBe(0);

    for (const shard of ['1/2', '2/2']) {
      expect((await cli(project, 'run', 'sums', '--shard', shard)).exitCode).toBe(0);
    }
    const second = await cli(project, 'merge', 'reports', '--json');
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.stderr).toContain('Left out: all 4 shards of an older run of sums');
    const { id, mergedFrom } = second.json<RunFile>();
    expect([mergedFrom?.length, id === first.json<RunFile>().id]).toEqual([2, false]);
    expect((await cli(project, 'merge', 'reports', '--json')).json()).toMatchObject({ id });

    const part = await cli(project, 'run', 'sums', '--shard', '1/3', '--json');
    const cut = JSON.parse(await project.read(`reports/sums/${part.json<RunFile>().id}/start.json`));
    cut.asked.shard.index = 2;
    await project.write('reports/sums/20990101-000000-bbbbbb/start.json', JSON.stringify(cut));
    const incomplete = await cli(project, 'merge', 'reports');
    expect(incomplete.exitCode).toBe(2);
    expect(incomplete.stderr).toContain('sums: shards 2, 3 of 3 are missing');
    expect(incomplete.stderr).toContain('20990101-000000-bbbbbb: the shard was cut off');
    expect(incomplete.stderr).not.toContain('aaaaaa');
    const named = await cli(project, 'merge', 'reports/sums/20990101-000000-aaaaaa');
    expect([named.exitCode, named.stderr]).toEqual([2, expect.stringContaining('this is no shard')]);
  });

  it('are refused where one is missing, doubled, of another plan or changed, with every reason at once', async () => {
    const project = await copyProject(original);
    const missing = await cli(project, 'merge', ...folders.slice(0, 2));
    expect([missing.exitCode, missing.stderr]).toEqual([
      2,
      expect.stringContaining('sums: shards 3, 4 of 4 are missing'),
    ]);

    await project.write('more.txt', 'another commit');
    await commitAll(project.folder);
    await writeDraft(project, { variant: 'perfect' });
    const foreign = (await runShard(project, 2)).json<RunFile>();
    const doubled = (await runShard(sharded, 1)).json<RunFile>();
    await project.write(
      'changed/trials.jsonl',
      await sharded.read(`reports/sums/${shards[2]?.id}/trials.jsonl`),
    );
    for (const file of ['run.json', 'start.json']) {
      await project.write(`changed/${file}`, await sharded.read(`reports/sums/${shards[2]?.id}/${file}`));
    }
    const text = await project.read('changed/trials.jsonl');
    await project.write('changed/trials.jsonl', text.replace('"repeat":0', '"repeat":1'));
    const refused = await cli(
      project,
      'merge',
      folders[0] ?? '',
      sharded.path(`reports/sums/${doubled.id}`),
      `reports/sums/${foreign.id}`,
      'changed',
      folders[3] ?? '',
      'nowhere',
    );
    expect(refused.exitCode).toBe(2);
    for (const reason of [
      'the candidate differs from that of',
      'its commit is',
      'shard 1 of 4 is there twice',
      'changed: its trials.jsonl was changed after the shard finished',
      'shard 3 of 4 is missing',
      'nowhere: there is no run in this folder',
    ]) {
      expect(refused.stderr).toContain(reason);
    }
    expect((await runIds(project, 'sums')).length).toBe(2);
    await cp(sharded.path(`reports/sums/${shards[0]?.id}`), sharded.path('kept'), { recursive: true });

    // Here all shards fit each other, but not what lies here.
    const elsewhere = await cli(project, 'merge', ...folders);
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([4, expect.stringContaining('the candidate (')]);
  });

  it('are refused where one has other settings of its provider, which the merge itself needs none of', async () => {
    const project = await copyProject(original);
    const configText = (provider: object) =>
      sumsConfig(server.baseURL, { gates, prompt: { repeats: 2 }, provider });
    await project.write(configFile, configText({ stream: true }));
    const streamed = (await runShard(project, 2)).json<RunFile>();
    const others = [0, 2, 3].map((index) => folders[index] ?? '');
    const mixed = await cli(project, 'merge', ...others, `reports/sums/${streamed.id}`);
    expect(mixed.exitCode).toBe(2);
    expect(mixed.stderr).toContain('the settings of its providers differ from those of');
    const merged = await cli(project, 'merge', ...folders);
    expect(merged.exitCode, merged.stderr).toBe(0);
  });

  it('go on where their budget ended them, and need no more shards than there are cases', async () => {
    const project = await copyProject(original);
    const short = await runShard(project, 3, '--max-cost', '0.0003');
    expect(short.exitCode).toBe(3);
    const { id } = short.json<RunFile>();
    const unfinished = await cli(project, 'merge', folders[0] ?? '', `reports/sums/${id}`);
    expect(unfinished.stderr).toContain('shard 3 of 4 did not finish');
    const resumed = await cli(project, 'run', 'sums', '--resume', '--max-cost', '1', '--json');
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.json()).toMatchObject({ id, shard: { index: 3 } });
    const merged = await cli(
      project,
      'merge',
      ...[0, 1, 3].map((index) => folders[index] ?? ''),
      `reports/sums/${id}`,
    );
    expect(merged.exitCode, merged.stderr).toBe(0);

    await project.write(
      'datasets/sums.csv',
      'id,question,expected,tags\none,1 + 1,2,late\ntwo,2 + 1,3,late\n',
    );
    await project.write(configFile, sumsConfig(server.baseURL, { gates: [] }));
    const empty = await cli(project, 'run', 'sums', '--shard', '3/4');
    expect([empty.exitCode, empty.stdout]).toEqual([0, expect.stringContaining('Nothing of sums')]);
    await project.write(configFile, sumsConfig(server.baseURL, { gates: [], prompt: { stopEarly: true } }));
    const early = await cli(project, 'run', 'sums', '--shard', '1/2');
    expect([early.exitCode, early.stderr]).toEqual([2, expect.stringContaining('stopEarly')]);
    expect((await cli(project, 'run', 'sums', '--shard', '5/4')).stderr).toContain('--shard');
  });
});

it('names a folder whose files are not what a run leaves, whatever they say', async () => {
  const project = await copyProject(sharded);
  const [first] = shards;
  const text = await project.read(`reports/sums/${first?.id}/run.json`);
  const broken: [string, string][] = [
    ['no-json', '{"formatVersion":1,'],
    ['other-format', '{"formatVersion":2}'],
    ['no-counts', '{"formatVersion":1,"shard":{"index":1,"of":2,"cases":3}}'],
    ['wrong-index', JSON.stringify({ ...JSON.parse(text), shard: { index: 9, of: 4, cases: 41 } })],
    ['no-start', text],
  ];
  for (const [name, run] of broken) await project.write(`${name}/run.json`, run);
  await project.write('cut-off/start.json', '{}');
  const refused = await cli(project, 'merge', ...broken.map(([name]) => name), 'cut-off');
  expect(refused.exitCode).toBe(2);
  for (const reason of [
    'no-json/run.json: this is not a run',
    'other-format/run.json formatVersion',
    'no-counts/run.json: this is not a run: it has no id',
    'wrong-index: its run.json does not say which shard it is',
    'no-start: it has no start.json, so nobody knows',
    'cut-off: the shard was cut off before it had a result',
  ]) {
    expect(refused.stderr).toContain(reason);
  }
});
