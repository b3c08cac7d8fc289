import { rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, readRun, versionsOf } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  writeDraft,
  writeOwnEvaluator,
} from './sums-project.ts';

describe('release --run', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let run: RunFile;

  const cli = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
    runCli(args, { cwd: project.folder });

  /** Version 1 is stable, the better draft has a finished run, and a version 2 that differs is published. */
  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL);
    expect(await cli(original, 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    await writeDraft(original, { variant: 'good' });
    run = (await cli(original, 'run', 'sums', '--json')).json<RunFile>();
    expect(run).toMatchObject({ verdict: { status: 'pass' }, plan: { action: 'promote' }, release: null });
    server.requests.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  async function releaseRun(change: (project: TemporaryProject) => Promise<unknown>) {
    const project = await copyProject(original);
    await change(project);
    const before = await movesOf(project, 'sums');
    const requests = server.requests.length;
    const result = await cli(project, 'release', 'sums', '--run', run.id, '--json');
    expect(server.requests).toHaveLength(requests);
    return { project, result, moved: (await movesOf(project, 'sums')).length - before.length };
  }

  async function changeRun(project: TemporaryProject, changes: Partial<RunFile>): Promise<void> {
    await project.write(runFile(), JSON.stringify({ ...run, ...changes }));
  }

  const runFile = () => `reports/sums/${run.id}/run.json`;
  async function changedElsewhere(project: TemporaryProject, change: (run: RunFile) => unknown) {
    const forged = structuredClone(run);
    change(forged);
    await changeRun(project, forged);
    await project.write('.prompteval/attempts/sums.jsonl', '');
  }

  const casesFile = () => `reports/sums/${run.id}/cases.jsonl`;
  const trialsFile = () => `reports/sums/${run.id}/trials.jsonl`;

  async function replace(
    project: TemporaryProject,
    file: string,
    from: string | RegExp,
    to: string,
  ): Promise<void> {
    const text = await project.read(file);
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    await project.write(file, changed);
  }

  it('releases a fresh run without a call, and says so in its reports', async () => {
    const { project, result, moved } = await releaseRun(async () => undefined);
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 0, moved: 1 });
    expect(result.json<RunFile>()).toEqual({ ...run, release: { alias: 'stable', seq: 2, from: 1, to: 2 } });
    expect(await readRun(project, 'sums', run.id)).toEqual(result.json());
    expect(await versionsOf(project, 'sums')).toHaveLength(2);
  });

  it('knows a run by the end of its id', async () => {
    const project = await copyProject(original);
    expect(await cli(project, 'release', 'sums', '--run', run.id.slice(-6))).toMatchObject({ exitCode: 0 });
    const unknown = await cli(project, 'release', 'sums', '--run', '20200101-000000-abcdef');
    expect(unknown.exitCode).toBe(2);
  });

  it.each<[string, (project: TemporaryProject) => Promise<unknown>, RegExp]>([
    ['the dataset', (p) => replace(p, 'datasets/sums.csv', '1 + 1,2', '1 + 1,3'), /dataset/],
    [
      'a gate',
      (p) => p.write(configFile, sumsConfig(server.baseURL, { gates: [{ metric: 'quality', min: 0.1 }] })),
      /gate/,
    ],
    ['an evaluator', (p) => replace(p, configFile, '"number"', '"text"'), /evaluator/],
    ["an evaluator's pattern", (p) => replace(p, configFile, '"A:', '"a?A:'), /evaluator/],
    ['the draft', (p) => replace(p, 'prompts/sums.prompt.yml', 'Add the two', 'Sum the two'), /candidate/],
    [
      "the draft's model",
      (p) => writeDraft(p, { variant: 'good', model: 'openai/other' }),
      /candidate[\s\S]*openai\/other/,
    ],
    [
      'what stable names',
      async (p) => {
        const text = await p.read('prompts/sums.prompt.yml');
        await writeDraft(p, { variant: 'perfect' });
        await replace(p, configFile, '"margin": 0.1', '"margin": 0.9');
        expect(await cli(p, 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
        await replace(p, configFile, '"margin": 0.9', '"margin": 0.1');
        await p.write('prompts/sums.prompt.yml', text);
      },
      /stable now names version 2/,
    ],
    [
      'the age',
      (p) => replace(p, runFile(), /"finishedAt": "[^"]+"/, '"finishedAt": "2020-01-01T00:00:00.000Z"'),
      /24 hours/,
    ],
    [
      'the age that the config allows',
      (p) => p.write(configFile, sumsConfig(server.baseURL, { rest: { maxRunAge: '1ms' } })),
      /finished on/,
    ],
  ])('refuses a run as stale where %s is another', async (_title, change, message) => {
    const { result, moved } = await releaseRun(change);
    expect(result.stderr).toMatch(/stale/);
    expect(result.stderr).toMatch(message);
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 4, moved: 0 });
  });

  it('takes a new description for no change', async () => {
    const { result, moved } = await releaseRun((p) =>
      replace(p, 'prompts/sums.prompt.yml', 'name: sums', 'name: sums\ndescription: Adds two numbers'),
    );
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 0, moved: 1 });
  });

  it('goes by the risk that the draft has by now, where the run says a lower one', async () => {
    const { result, moved } = await releaseRun((p) =>
      replace(p, 'prompts/sums.prompt.yml', 'name: sums', 'name: sums\nx-prompteval: {risk: high}'),
    );
    expect(result.stderr).toMatch(/high/);
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 2, moved: 0 });
  });

  it.each<[string, (project: TemporaryProject) => Promise<unknown>]>([
    ['a score in its trials', (p) => replace(p, trialsFile(), '"value":1', '"value":0')],
    ['a line of its trials', (p) => replace(p, trialsFile(), /^.*\n/, '')],
    ['a value in its run.json', (p) => replace(p, runFile(), '"wins": 10', '"wins": 11')],
    ['its actor and its id', (p) => changeRun(p, { actor: 'somebody', id: '20260101-000000-abcdef' })],
    ['what is expected in its cases', (p) => replace(p, casesFile(), /"expected":"2"/, '"expected":"3"')],
    ['its cases, all of them', (p) => p.write(casesFile(), '')],
    ['its cases, which are gone', (p) => rm(p.path(casesFile()))],
    [
      'its cases, where it was made elsewhere and is as older versions made it',
      async (p) => {
        const { cases: _, ...digests } = run.digests;
        await changeRun(p, { digests });
        await p.write('.prompteval/attempts/sums.jsonl', '');
        await replace(p, casesFile(), /"expected":"2"/, '"expected":"3"');
      },
    ],
    ['the prompt that it is of', (p) => changeRun(p, { prompt: 'other' })],
    ['its actor', (p) => replace(p, runFile(), /"actor": "[^"]+"/, '"actor": "somebody"')],
    [
      'the prompt of its candidate, where it was made elsewhere',
      (p) =>
        changedElsewhere(p, ({ arms }) => {
          arms.candidate.prompt.messages = [{ role: 'user', content: 'Say {{question}}' }];
        }),
    ],
    [
      'the gates that it shows, where it was made elsewhere',
      (p) => changedElsewhere(p, (forged) => Object.assign(forged, { gates: [] })),
    ],
    [
      'how good its metrics are, where it was made elsewhere',
      (p) => changedElsewhere(p, ({ metrics }) => Object.assign(metrics[0] ?? {}, { title: 'forged' })),
    ],
    [
      'what it cost, where it was made elsewhere',
      (p) => changedElsewhere(p, ({ spend }) => Object.assign(spend, { usd: 0 })),
    ],
    [
      'a value in a run.json that was made elsewhere',
      async (p) => {
        await p.write('.prompteval/attempts/sums.jsonl', '');
        await replace(p, runFile(), '"wins": 10', '"wins": 11');
      },
    ],
  ])('takes no run as evidence where somebody changed %s', async (_title, change) => {
    const { project, result, moved } = await releaseRun(change);
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 1, moved: 0 });
    expect(result.stderr).toMatch(
      /changed after it finished|than (its trials|the dataset)|has no cases\.jsonl/,
    );
    expect(await versionsOf(project, 'sums')).toHaveLength(1);
  });

  it('takes a copy under another name for no run of its own', async () => {
    const project = await copyProject(original);
    const id = '20260101-000000-abcdef';
    await rename(project.path(`reports/sums/${run.id}`), project.path(`reports/sums/${id}`));
    const renamed = await cli(project, 'release', 'sums', '--run', id);
    expect(renamed.stderr).toContain(`it says that it is run ${run.id} of sums`);
    await project.write(`reports/sums/${id}/run.json`, JSON.stringify({ ...run, id, actor: 'somebody' }));
    const copied = await cli(project, 'release', 'sums', '--run', id);
    expect(copied.stderr).toContain(`it is a copy of run ${run.id}`);
    const recomputed = await cli(project, 'recompute', id);
    expect(recomputed.stdout).toContain(`it is a copy of run ${run.id}`);
    expect([renamed, copied, recomputed].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('releases a run of an older version, which keeps no digest of its cases', async () => {
    const { result, moved } = await releaseRun(async (p) => {
      const { cases: _, ...digests } = run.digests;
      await changeRun(p, { digests });
      await p.write('.prompteval/attempts/sums.jsonl', '');
    });
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 0, moved: 1 });
  });

  it.each<[string, (project: TemporaryProject) => Promise<unknown>, RegExp]>([
    ['was changed', (p) => changeRun(p, { actor: 'somebody' }), /changed after it finished/],
    [
      'says that another prompt has the digest of its candidate',
      (p) =>
        changedElsewhere(p, ({ arms }) => {
          arms.candidate.prompt.messages = [{ role: 'user', content: 'Say {{question}}' }];
        }),
      /has another digest than the run says/,
    ],
  ])('takes no run that %s, not even with an override', async (_title, change, message) => {
    const project = await copyProject(original);
    await change(project);
    const override = ['--override', '--reason', 'We are in a hurry'];
    const { exitCode, stderr } = await cli(project, 'release', 'sums', '--run', run.id, ...override);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
    expect(await versionsOf(project, 'sums')).toHaveLength(1);
  });

  it('compares with no version that was changed after it was published, and moves to none', async () => {
    const project = await copyProject(original);
    expect(await cli(project, 'release', 'sums', '--run', run.id, '--quiet')).toMatchObject({ exitCode: 0 });
    const versionFile = (number: number) => `.prompteval/registry/versions/sums/000000000${number}.json`;
    for (const number of [1, 2]) {
      // By somebody who knows of the checksum: a record without one was written by hand.
      const { checksum: _, ...record } = JSON.parse(await project.read(versionFile(number)));
      record.file.messages[0].content = 'Say nothing.';
      await project.write(versionFile(number), JSON.stringify(record, null, 2));
    }
    const before = server.requests.length;
    await writeDraft(project, { variant: 'perfect' });
    const commands = [
      ['run', 'sums'],
      ['release', 'sums'],
      ['show', 'sums@stable'],
      ['rollback', 'sums', '--reason', 'x'],
    ];
    const results = await Promise.all(commands.map((command) => cli(project, ...command)));
    for (const { exitCode, stderr } of results) {
      expect(stderr).toMatch(/version [12] of sums was changed after it was published/);
      expect(exitCode).toBe(2);
    }
    expect(server.requests).toHaveLength(before);
    expect(await movesOf(project, 'sums')).toHaveLength(2);
  });

  it('releases a run that was made elsewhere', async () => {
    const { result, moved } = await releaseRun((p) => p.write('.prompteval/attempts/sums.jsonl', ''));
    expect({ exitCode: result.exitCode, moved }).toEqual({ exitCode: 0, moved: 1 });
  });

  it('does not turn a blocked run into a release', async () => {
    const project = await copyProject(original);
    await writeDraft(project, { variant: 'poor' });
    const blocked = (await cli(project, 'run', 'sums', '--json')).json<RunFile>();
    expect(blocked.verdict.status).toBe('fail');
    const release = () => cli(project, 'release', 'sums', '--run', blocked.id);
    expect(await release()).toMatchObject({ exitCode: 1 });

    const forged = { ...blocked, plan: { ...blocked.plan, action: 'promote' } };
    forged.verdict = { status: 'pass', headline: 'All is well.', outcomes: run.verdict.outcomes };
    await project.write(`reports/sums/${blocked.id}/run.json`, JSON.stringify(forged));
    await project.write('.prompteval/attempts/sums.jsonl', '');
    const refused = await release();
    expect(refused.stderr).toMatch(/than its trials/);
    expect(refused.exitCode).toBe(1);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });
});

it('releases nothing, by a run or a plan, whose evaluators call other code by now', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { prompt: { evaluators: ['./evaluators/own.ts'] } });
  const rule = (least: number) => project.write('evaluators/rule.ts', `export const least = ${least};\n`);
  await rule(0);
  await writeOwnEvaluator(project);
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
  await writeDraft(project, { variant: 'good' });
  const planned = await cli('release', 'sums', '--plan-only', '--json');
  expect(planned.exitCode).toBe(0);
  const { digest } = planned.json<{ digest: string }>();
  const run = (await cli('run', 'sums', '--json')).json<RunFile>();
  const ways = [
    ['--run', run.id],
    ['--apply', digest],
  ];
  await rule(3000);
  for (const way of ways) {
    const refused = await cli('release', 'sums', ...way);
    expect([refused.exitCode, refused.stderr]).toEqual([
      4,
      expect.stringContaining('Code that the config holds'),
    ]);
  }
  expect(await movesOf(project, 'sums')).toHaveLength(1);
  await rule(0);
  expect((await cli('release', 'sums', '--run', run.id)).exitCode).toBe(0);
  await server.close();
  await project.remove();
});
