import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import type { Difference } from '../../src/project/scoring/differences.ts';
import { recomputeRun } from '../../src/project/scoring/recompute.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject, type TemporaryProject } from '../support/temporary-project.ts';
import { readRun } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { makeSumsProject, type SumsOptions, startSumsServer, writeDraft } from './sums-project.ts';

interface Recomputed {
  run: string;
  fits: boolean;
  differences: Difference[];
}

const cli = (project: TemporaryProject, ...args: string[]) => runCli(args, { cwd: project.folder });

async function recompute(project: TemporaryProject, ...args: string[]) {
  const result = await cli(project, 'recompute', ...args, '--json');
  return { exitCode: result.exitCode, ...result.json<Recomputed>() };
}

const fitting = { exitCode: 0, fits: true, differences: [] };

describe('recompute of a run on two models with repeats', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let run: RunFile;
  const trialsFile = () => `reports/sums/${run.id}/trials.jsonl`;
  const casesFile = () => `reports/sums/${run.id}/cases.jsonl`;
  const runFile = () => `reports/sums/${run.id}/run.json`;

  beforeAll(async () => {
    server = await startSumsServer();
    original = await sumsProject({ prompt: { repeats: 2, models: ['own', 'openai/other'] } });
    await writeDraft(original, { variant: 'good' });
    run = (await cli(original, 'run', 'sums', '--json')).json<RunFile>();
    expect(run).toMatchObject({
      verdict: { status: 'pass' },
      trials: { planned: 320 },
      models: ['openai/adder', 'openai/other'],
    });
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  /** With version 1 live. */
  async function sumsProject(options: SumsOptions): Promise<TemporaryProject> {
    const project = await makeSumsProject(server.baseURL, options);
    expect(await cli(project, 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    return project;
  }

  const lines = (text: string) => text.trimEnd().split('\n');

  async function withTrials(change: (lines: string[]) => string[]): Promise<TemporaryProject> {
    const project = await copyProject(original);
    const changed = change(lines(await project.read(trialsFile())));
    await project.write(trialsFile(), `${changed.join('\n')}\n`);
    return project;
  }

  async function withRun(change: (run: RunFile) => unknown): Promise<TemporaryProject> {
    const project = await copyProject(original);
    const changed = structuredClone(run);
    change(changed);
    await project.write(runFile(), JSON.stringify(changed));
    return project;
  }

  /** What the command finds, without a process for each of many. */
  async function differencesIn(project: TemporaryProject): Promise<Difference[]> {
    return recomputeRun(await readRun(project, 'sums', run.id), project.path(`reports/sums/${run.id}`));
  }

  function withTrial(line: string, change: (trial: TrialRecord) => unknown): string {
    const trial: TrialRecord = JSON.parse(line);
    change(trial);
    return JSON.stringify(trial);
  }

  const first = (text: string[], change: (trial: TrialRecord) => unknown) =>
    text.map((line, index) => (index === 0 ? withTrial(line, change) : line));

  const wonBy = (text: string[]) =>
    text.findIndex((line) => /"candidate","case":"sum-004","model":"openai\/adder"/.test(line));

  it('fits, and says so in one sentence', async () => {
    expect(await recompute(original, run.id)).toEqual({ run: run.id, ...fitting });
    const { exitCode, stdout, stderr } = await cli(original, 'recompute');
    expect(stdout).toMatch(/^✔ Run \S+ fits: its 320 trials come to the same \d+ comparisons .* pass\.\n$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('takes the newest run, or one by a part of its id', async () => {
    const project = await copyProject(original);
    const newest = (await cli(project, 'run', 'sums', '--first', '3', '--json')).json<RunFile>();
    expect(newest.status).toBe('smoke');
    expect(await recompute(project)).toEqual({ run: newest.id, ...fitting });
    expect(await recompute(project, run.id.slice(-6))).toEqual({ run: run.id, ...fitting });
  });

  it('does not ask the config of today', async () => {
    const project = await copyProject(original);
    const config = await project.read('prompteval.config.json');
    await project.write('prompteval.config.json', config.replace('"margin": 0.1', '"margin": 0.9'));
    await project.write('datasets/sums.csv', 'id,question,expected\nother,1 + 1,2\n');
    expect(await recompute(project, run.id)).toMatchObject(fitting);
  });

  it('knows by the ledger of a run.json that was changed where no trial could tell', async () => {
    const project = await withRun((changed) => {
      changed.actor = 'somebody else';
    });
    const { exitCode, stdout } = await cli(project, 'recompute', run.id);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('the whole of run.json');
  });

  it('knows a run.json that says that it is another run than its folder', async () => {
    const project = await withRun((changed) => {
      changed.id = '20260101-000000-abcdef';
    });
    expect(await recompute(project, run.id)).toEqual({
      run: run.id,
      exitCode: 1,
      fits: false,
      differences: [{ path: 'id', stored: '20260101-000000-abcdef', recomputed: run.id }],
    });
    const report = await cli(project, 'report', run.id);
    expect(report.stderr).toMatch(/run\.json.*this is not the run of its folder/);
    expect(report.exitCode).toBe(2);
  });

  it.each([
    ['what is expected', /"expected":"\d+"/, '"expected":"forged"'],
    ['a note', '"critical"', '"notes":"forged","critical"'],
  ])('knows by its digest of %s that was changed in cases.jsonl', async (_title, from, to) => {
    const project = await copyProject(original);
    const text = await project.read(casesFile());
    await project.write(casesFile(), text.replace(from, to));
    expect((await differencesIn(project)).map(({ path }) => path)).toEqual(['digests.cases']);
  });

  it.each([
    ['cases.jsonl', () => casesFile(), /cases\.jsonl of run \S+ is missing/],
    ['trials.jsonl', () => trialsFile(), /trials\.jsonl of run \S+ is missing/],
  ])('says in words that %s is missing', async (_title, file, message) => {
    const project = await copyProject(original);
    await rm(project.path(file()));
    const error = await differencesIn(project).catch((thrown: unknown) => String(thrown));
    expect(error).toMatch(message);
    expect(error).not.toContain('ENOENT');
  });

  it('knows of another order of the trials by the digest alone', async () => {
    const differences = await differencesIn(await withTrials((text) => text.reverse()));
    expect(differences.map(({ path }) => path)).toEqual(['digests.trials']);
  });

  it('names the verdict and the comparisons that changed scores would have come to, at most 20 places', async () => {
    const project = await withTrials((text) =>
      text.map((line) =>
        withTrial(line, (trial) => {
          if (trial.arm === 'candidate' && trial.case < 'sum-031')
            trial.scores = [{ metric: 'quality', value: 0 }];
        }),
      ),
    );
    const { exitCode, differences } = await recompute(project);
    const paths = differences.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['digests.trials', 'verdict.status', 'plan.action', 'regressions.length']),
    );
    const place = run.comparisons.findIndex(({ metric, slice }) => metric === 'quality' && slice === null);
    expect(differences).toContainEqual({
      path: `comparisons[${place}].candidate.value`,
      stored: 1,
      recomputed: 10 / 40,
    });
    expect(differences).toContainEqual({ path: 'verdict.status', stored: 'pass', recomputed: 'fail' });
    expect(exitCode).toBe(1);

    const { exitCode: again, stdout } = await cli(project, 'recompute');
    const listed = stdout.trimEnd().split('\n');
    expect(listed[0]).toBe(`✖ Run ${run.id} does not fit in ${paths.length} places:`);
    expect(paths.length).toBeGreaterThan(20);
    expect(listed).toHaveLength(22);
    expect(listed.at(-1)).toBe(`  and ${paths.length - 20} more`);
    expect(stdout).toContain(
      'comparisons[0].delta (quality, openai/adder): run.json has 0.25, recomputed -0.5',
    );
    expect(stdout).toContain('verdict.status: run.json has "pass", recomputed "fail"');
    expect(again).toBe(1);
  });

  it.each<[string, (run: RunFile) => unknown, string[]]>([
    ['a bound', (r) => scale(r.comparisons[1]?.interval, 'low'), ['comparisons[1].interval.low']],
    ['a value', (r) => scale(r.comparisons[2]?.candidate, 'value'), ['comparisons[2].candidate.value']],
    ['a comparison', (r) => r.comparisons.pop(), ['comparisons.length']],
    ['a regression', (r) => r.regressions.push({ ...regression }), ['regressions.length']],
    ['the verdict', (r) => set(r.verdict, { status: 'fail' }), ['verdict.status']],
    ['the headline', (r) => set(r.verdict, { headline: 'All is well.' }), ['verdict.headline']],
    ['an outcome', (r) => set(r.verdict.outcomes[0], { status: 'fail' }), ['verdict.outcomes[0].status']],
    ['the plan', (r) => set(r.plan, { action: 'hold' }), ['plan.action']],
    [
      'the counts',
      (r) => set(r.trials, { completed: 319, failed: 1 }),
      ['trials.completed', 'trials.failed'],
    ],
    ['the cost', (r) => set(r.spend, { usd: r.spend.usd * 1.001 }), ['spend.usd']],
    ['the number of cases', (r) => set(r.dataset, { cases: 41 }), ['dataset.cases']],
    [
      'what belongs to an arm',
      (r) => set(r.arms.candidate, { digest: 'sha256:0' }),
      ['arms.candidate.digest'],
    ],
    ['a gate that it does not show', (r) => set(r.gates?.[0], { models: r.models }), ['digests.gates']],
    ['a last digit', (r) => set(r.spend, { usd: r.spend.usd * (1 + 1e-12) }), []],
  ])('names exactly %s where it was changed in run.json', async (_title, change, expected) => {
    const differences = await differencesIn(await withRun(change));
    expect(differences.map(({ path }) => path)).toEqual(expected);
  });

  it('shows a line that does not belong by its number', async () => {
    const project = await withTrials((text) => [...text, ...text.slice(0, 1)]);
    const { exitCode, stdout } = await cli(project, 'recompute');
    expect(stdout).toMatch(/^ {2}trials\.jsonl:321 is a second line for one trial: \w+, case sum-001/m);
    expect(exitCode).toBe(1);
  });

  it('judges by the gates of the run', async () => {
    const project = await withRun((r) => set(r.gates?.[0], { confidence: 0.9999999 }));
    const paths = (await differencesIn(project)).map(({ path }) => path);
    expect(paths).toContain('digests.gates');
    expect(paths.some((path) => path.startsWith('comparisons['))).toBe(true);
  });

  it.each<[string, (lines: string[]) => string[], string[], RegExp]>([
    ['is missing', (text) => text.slice(1), ['trials.completed', 'status', 'plan.action'], /completed/],
    [
      'stands there twice',
      (text) => [...text, ...text.slice(4, 5)],
      ['trials.jsonl:321'],
      /trials\.jsonl:321 is a second line for one trial: \w+, case sum-\d+, openai\/\w+, repeat \d/,
    ],
    [
      'is torn',
      (text) => [...text.slice(0, -1), text.at(-1)?.slice(0, 50) ?? ''],
      ['trials.jsonl:320', 'trials.completed', 'status'],
      /trials\.jsonl:320 cannot be read/,
    ],
    [
      'is no trial',
      (text) => [...text, '{"arm":"candidate","case":"sum-001","scores":[null]}'],
      ['trials.jsonl:321'],
      /trials\.jsonl:321 is no trial/,
    ],
    [
      'is about an unknown case',
      (text) => first(text, (trial) => set(trial, { case: 'sum-999' })),
      ['trials.jsonl:1', 'trials.completed'],
      /trials\.jsonl:1 was not planned: \w+, case sum-999/,
    ],
    [
      'was scored otherwise',
      (text) =>
        text.map((line, index) =>
          index === wonBy(text) ? withTrial(line, (trial) => set(trial.scores[0], { value: 0 })) : line,
        ),
      ['comparisons[0].candidate.value', 'comparisons[0].delta', 'comparisons[0].interval.low'],
      /comparisons\[0\]\.delta 0\.25/,
    ],
    [
      'cost more',
      (text) => first(text, (trial) => set(trial.completion, { costUsd: 3 })),
      ['spend.usd'],
      /spend\.usd/,
    ],
    [
      'failed',
      (text) =>
        first(text, (trial) => {
          set(trial, { status: 'failed', scores: [] });
          delete trial.completion;
        }),
      ['trials.completed', 'trials.failed', 'spend.usd'],
      /trials\.failed 0/,
    ],
  ])('names a trial that %s', async (_title, change, expected, message) => {
    const project = await withTrials(change);
    const differences = await differencesIn(project);
    expect(differences.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['digests.trials', ...expected]),
    );
    expect(differences.map(({ path, stored }) => `${path} ${stored}`).join('\n')).toMatch(message);
  });

  it('counts a trial that stands there twice once', async () => {
    const differences = await differencesIn(await withTrials((text) => [...text, ...text]));
    expect(differences).toHaveLength(321);
  });

  it.each<[string, (project: TemporaryProject) => Promise<unknown>, RegExp]>([
    [
      'gates',
      (p) => p.write(runFile(), JSON.stringify({ ...run, gates: undefined })),
      /does not say which gates/,
    ],
    [
      'pairings',
      (p) => p.write(runFile(), JSON.stringify({ ...run, pairings: undefined })),
      /run\.json.*cannot be worked out again/,
    ],
    ['JSON', (p) => p.write(runFile(), '{'), /not a run/],
  ])('exits 2 for a run.json without %s', async (_title, change, message) => {
    const project = await copyProject(original);
    await change(project);
    const { exitCode, stdout, stderr } = await cli(project, 'recompute', run.id);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/this is a bug|^ {4}at /m);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('fits for a first release, failed calls and a spent budget', async () => {
    const broken = await startSumsServer(({ messages }) =>
      messages.at(-1)?.content.startsWith('7 ') ? { status: 400 } : undefined,
    );
    const project = await makeSumsProject(broken.baseURL, { cases: 80 });
    const released = (await cli(project, 'release', 'sums', '--json')).json<RunFile>();
    expect(released).toMatchObject({ arms: { baseline: null }, trials: { failed: 1 } });
    expect(await recompute(project)).toEqual({ run: released.id, ...fitting });

    const args = ['--max-cost', '0.0005', '--concurrency', '1', '--json'];
    const stopped = (await cli(project, 'run', 'sums', ...args)).json<RunFile>();
    expect(stopped).toMatchObject({ status: 'incomplete', verdict: { status: 'inconclusive' } });
    expect(await recompute(project)).toEqual({ run: stopped.id, ...fitting });
    await broken.close();
  });
});

describe('recompute of the example', () => {
  it('fits when it is released', async () => {
    const project = await exampleProject();
    const run = (await cli(project, 'release', 'support-triage', '--json')).json<RunFile>();
    expect(run.release).not.toBeNull();
    expect(await recompute(project)).toEqual({ run: run.id, ...fitting });
  });
});

const regression = {
  case: 'sum-001',
  model: 'openai/adder',
  metric: 'quality',
  delta: -1,
  baseline: 1,
  candidate: 0,
};

function set<Value extends object>(value: Value | undefined | null, change: Partial<Value>): void {
  if (!value) throw new Error('there is nothing to change');
  Object.assign(value, change);
}

/** A change that is larger than rounding and smaller than what anybody would see. */
function scale<Key extends string>(value: Record<Key, number> | undefined | null, key: Key): void {
  if (!value) throw new Error('there is nothing to change');
  Object.assign(value, { [key]: value[key] * (1 + 1e-6) });
}
