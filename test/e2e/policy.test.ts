import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { commitAll, git } from '../support/git.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import {
  configFile,
  makeSumsProject,
  startSumsServer,
  sumsConfig,
  sumsDataset,
  writeDraft,
} from './sums-project.ts';

const gates = [
  { metric: 'quality', noWorseThan: 'baseline', margin: 0.2 },
  { cases: 'critical', mustPass: 'quality' },
];
/** The first case is critical. */
const dataset = sumsDataset(40)
  .replace('tags\n', 'tags,critical\n')
  .replaceAll(/(early|late)$/gm, '$1,')
  .replace('early,\n', 'early,true\n');

let server: OpenAIServer;
let original: TemporaryProject;

const cli = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: project.folder });
const run = (project: TemporaryProject, ...args: string[]) =>
  cli(project, 'run', 'sums', '--policy-from', 'main', '--json', ...args);

beforeAll(async () => {
  server = await startSumsServer();
  original = await makeSumsProject(server.baseURL, { gates });
  await original.write('datasets/sums.csv', dataset);
  await original.write('.gitignore', 'reports/*\n.prompteval/*\n!.prompteval/registry/\n');
  const released = await cli(original, 'release', 'sums', '--quiet');
  expect(released.exitCode, released.stderr).toBe(0);
  await git(original.folder, 'init', '--quiet', '-b', 'main');
  await commitAll(original.folder, 'main');
  await git(original.folder, 'checkout', '--quiet', '-b', 'change');
});
afterAll(async () => {
  await server.close();
  await original.remove();
});

const policyOf = ({ verdict }: RunFile) => verdict.outcomes.find(({ gate }) => gate === 'policy');

describe('--policy-from', () => {
  it('changes nothing for a change that only changes the prompt, or adds cases and stricter gates', async () => {
    const project = await copyProject(original);
    await writeDraft(project, { variant: 'good' });
    await commitAll(project.folder);
    const kept = await run(project);
    expect(kept.exitCode, kept.stderr).toBe(0);
    expect(policyOf(kept.json())).toMatchObject({ status: 'pass', reason: 'policy-kept' });

    await project.write('datasets/sums.csv', `${dataset}more,50 + 1,51,late,true\n`);
    await project.write(
      configFile,
      sumsConfig(server.baseURL, {
        gates: [{ ...gates[0], margin: 0.15 }, gates[1] ?? {}, { metric: 'cost', maxIncrease: '50%' }],
      }),
    );
    await commitAll(project.folder);
    const stricter = await run(project);
    expect(stricter.exitCode, stricter.stderr).toBe(0);
    const result = stricter.json<RunFile>();
    expect(result.dataset.cases).toBe(41);
    expect(result.policy?.gates).toMatchObject([{ margin: { value: 0.2 } }, { rule: 'mustPass' }]);
    expect(policyOf(result)?.text).toContain(
      'Judged on the 40 known cases without the 1 new too: its gates hold there',
    );
    expect(result.policy?.changes.map(({ kind, isLooser }) => [kind, isLooser])).toEqual([
      ['gate-stricter', false],
      ['gate-added', false],
      ['cases-added', false],
    ]);
    // What was judged is what is here, so the run is fresh evidence without the option.
    const released = await cli(project, 'release', 'sums', '--run', result.id);
    expect(released.exitCode, released.stderr).toBe(0);
    expect((await cli(project, 'recompute', result.id)).exitCode).toBe(0);
  });

  it('takes answers of a cache that a job left, and none that is committed', async () => {
    const project = await copyProject(original);
    await writeDraft(project, { variant: 'good' });
    await commitAll(project.folder);
    await run(project, '--cache', 'on');
    const left = await run(project, '--cache', 'on');
    expect(left.json()).toMatchObject({ trials: { completed: 80, cached: 80 } });
    await git(project.folder, 'add', '--force', '.prompteval/cache');
    await commitAll(project.folder);
    const committed = await run(project, '--cache', 'on');
    expect(committed.json()).toMatchObject({ trials: { completed: 80, cached: 0 } });
    expect(committed.stderr).toContain('80 answers of the cache were not taken, because git tracks them');
  });

  it('judges a change that makes itself easier to pass as before, and blocks it until somebody else approves', async () => {
    const project = await copyProject(original);
    // Wrong in every second case, and in the one that was critical.
    await writeDraft(project, { variant: 'poor' });
    const easier = dataset
      .replace('early,true\n', 'early,\n')
      .replace(/^sum-002,.*\n/m, '')
      .replace(/^sum-004,4 \+ 1,5/m, 'sum-004,4 + 1,0');
    await project.write('datasets/sums.csv', easier);
    await project.write(configFile, sumsConfig(server.baseURL, { gates: [{ ...gates[0], margin: 0.9 }] }));
    await commitAll(project.folder);
    expect((await cli(project, 'run', 'sums', '--quiet')).exitCode).toBe(0);

    const blocked = await run(project);
    expect(blocked.exitCode).toBe(1);
    const result = blocked.json<RunFile>();
    expect(result.dataset.cases).toBe(40);
    expect(result.gates?.map(({ name }) => name)).toEqual(['quality', 'critical quality']);
    expect(result.policy?.changes.map(({ text }) => text)).toEqual([
      'gate quality: margin 0.2 → 0.9',
      'gate critical quality was removed',
      '1 case is no longer critical: sum-001',
      '1 case is removed: sum-002',
      '1 case is edited: sum-004',
    ]);
    expect(policyOf(result)).toMatchObject({ status: 'fail', enforced: true, reason: 'policy-looser' });
    expect(result.verdict.outcomes.find(({ gate }) => gate === 'quality')?.status).not.toBe('pass');

    // A better prompt fails by the policy alone.
    await writeDraft(project, { variant: 'good' });
    await commitAll(project.folder);
    const alone = await run(project);
    expect([alone.exitCode, alone.json<RunFile>().verdict.headline]).toEqual([
      1,
      expect.stringContaining('1 of 4 gates failed: policy.'),
    ]);
    await git(project.folder, 'config', 'user.email', 'ana@example.org');
    const own = await cli(project, 'approve', 'sums', '--policy-from', 'main');
    expect([own.exitCode, own.stderr]).toEqual([1, expect.stringContaining('is an author')]);

    await git(project.folder, 'config', 'user.email', 'mia@example.org');
    const other = await cli(project, 'approve', 'sums', '--policy-from', 'main', '--plan', '0000000');
    expect([other.exitCode, other.stderr]).toEqual([4, expect.stringContaining('any more')]);
    const digest = alone.json<RunFile>().policy?.digest ?? '';
    const given = await cli(project, 'approve', 'sums', '--policy-from', 'main', '--plan', digest);
    expect(given.exitCode, given.stderr).toBe(0);
    expect(given.stdout).toContain('gate critical quality was removed');
    expect(await auditExit(project)).toBe(0);
    const approved = await run(project);
    expect(approved.exitCode, approved.stderr).toBe(0);
    expect(approved.json<RunFile>().policy).toMatchObject({
      approvedBy: ['mia@example.org'],
      waitsFor: null,
    });

    // One more looser change is another one.
    await project.write('datasets/sums.csv', easier.replace(/^sum-003,.*\n/m, ''));
    expect((await run(project)).exitCode).toBe(1);
  });

  it('blocks a change of who answers, at what price, compared with what and released from where', async () => {
    const project = await copyProject(original);
    await writeDraft(project, { variant: 'good' });
    expect((await cli(project, 'release', 'sums', '--quiet')).exitCode).toBe(0);
    await writeDraft(project, { variant: 'perfect' });
    const config = JSON.parse(sumsConfig(`${server.baseURL}/`, { gates, rest: { maxRunAge: '90d' } }));
    config.prices['openai/adder'].input = 0;
    await project.write(configFile, JSON.stringify(config));
    const blocked = await run(project, '--first', '1');
    expect(blocked.exitCode, blocked.stderr).toBe(1);
    expect(blocked.json<RunFile>().policy?.changes.map(({ text }) => text)).toEqual([
      'how long a run counts changed',
      'the price of openai/adder changed',
      'the settings of openai changed',
      'stable was moved on this branch: it names v2, and v1 there',
    ]);
  });

  it('asks nothing where a key would go elsewhere, of a new prompt neither, until somebody else approves', async () => {
    const project = await copyProject(original);
    const env = { OPENAI_API_KEY: 'sk-0123456789abcdef' };
    const { providers: _, ...rest } = JSON.parse(sumsConfig(server.baseURL, { gates }));
    const write = (baseURL: string | null) =>
      project.write(
        configFile,
        JSON.stringify({
          ...rest,
          providers: { openai: { maxRetries: 0, ...(baseURL && { baseURL }) } },
          prompts: { ...rest.prompts, more: { ...rest.prompts.sums, file: 'prompts/sums.prompt.yml' } },
        }),
      );
    await project.write(configFile, JSON.stringify(rest));
    await commitAll(project.folder);
    await git(project.folder, 'branch', '--quiet', '-f', 'main');
    await write(server.baseURL);
    await commitAll(project.folder);
    server.requests.length = 0;
    const refused = await runCli(['run', 'sums', '--policy-from', 'main'], { cwd: project.folder, env });
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining(
        `no model was asked. Compared with main, the key of openai goes by other settings (baseURL not set → ${server.baseURL}`,
      ),
    ]);
    const fresh = await runCli(['run', 'more', '--policy-from', 'main'], { cwd: project.folder, env });
    expect([fresh.exitCode, fresh.stderr]).toEqual([2, expect.stringContaining('the key of openai')]);
    expect(server.requests).toHaveLength(0);

    await git(project.folder, 'config', 'user.email', 'mia@example.org');
    const given = await runCli(['approve', 'sums', '--policy-from', 'main'], { cwd: project.folder });
    expect(given.exitCode, given.stderr).toBe(0);
    const args = ['run', 'sums', '--policy-from', 'main', '--json', '--first', '2'];
    const approved = await runCli(args, { cwd: project.folder, env });
    expect(policyOf(approved.json())).toMatchObject({ status: 'pass', reason: 'policy-approved' });
    expect(server.requests.length).toBeGreaterThan(0);
  });

  it('says what a change takes out, and waits for an approval of what brings it back', async () => {
    const project = await copyProject(original);
    const config = JSON.parse(sumsConfig(server.baseURL, { gates }));
    const entry = { ...config.prompts.sums, file: 'prompts/sums.prompt.yml' };
    await project.write(configFile, JSON.stringify({ ...config, prompts: { other: entry } }));
    await commitAll(project.folder);
    const gone = await cli(project, 'run', '--changed', '--since', 'HEAD', '--policy-from', 'main');
    expect(gone.stderr).toContain('sums is not in the config any more, by this change: v1 stays live');

    await writeDraft(project, { variant: 'poor' });
    await project.write(configFile, sumsConfig(server.baseURL, { gates: [{ ...gates[0], margin: 0.9 }] }));
    await commitAll(project.folder);
    const back = await cli(project, 'run', 'sums', '--policy-from', 'HEAD~1', '--json');
    expect(back.exitCode, back.stderr).toBe(1);
    expect(policyOf(back.json())).toMatchObject({
      reason: 'policy-looser',
      text: expect.stringContaining('it is live as v1 and not in the config there'),
    });
  });

  it('holds for shards, which are merged by the same policy', async () => {
    const project = await copyProject(original);
    await writeDraft(project, { variant: 'good' });
    await project.write('datasets/sums.csv', dataset.replace(/^sum-002,.*\n/m, ''));
    await commitAll(project.folder);
    for (const shard of ['1/2', '2/2']) expect((await run(project, '--shard', shard)).exitCode).toBe(0);
    const merged = await cli(project, 'merge', 'reports', '--json');
    expect(merged.exitCode, merged.stderr).toBe(1);
    expect(merged.json<RunFile>()).toMatchObject({ dataset: { cases: 40 }, policy: { from: 'main' } });
  });
});
