import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, statusOf } from './catalog.ts';
import { copyProject } from './copy-project.ts';
import { configFile, makeSumsProject, startSumsServer, sumsConfig, sumsPrompt } from './sums-project.ts';

/** Whoever git says that they are. */
function as(name: string): Record<string, string> {
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'user.email',
    GIT_CONFIG_VALUE_0: `${name}@example.com`,
  };
}

function cli(project: TemporaryProject, who: string, ...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd: project.folder, env: as(who) });
}

const medium = (variant: string, model?: string): string =>
  `${sumsPrompt(model === undefined ? { variant } : { variant, model })}x-prompteval:\n  risk: medium\n  changelog: Adds better\n`;

interface PrintedPlan {
  digest: string;
  ready: boolean;
  waitsFor: string | null;
  authors: string[];
  risk: string;
  checklist: { item: string; state: string }[];
}

describe('plan, approve, apply', () => {
  let server: OpenAIServer;
  let original: TemporaryProject;
  let plan: PrintedPlan;

  /** Version 1 is stable, and ana has planned the better draft, which takes one approval. */
  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL);
    expect(await cli(original, 'ana', 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    await original.write('prompts/sums.prompt.yml', medium('good'));
    const planned = await cli(original, 'ana', 'release', 'sums', '--plan-only', '--json');
    expect(planned.exitCode, planned.stderr).toBe(3);
    plan = planned.json<PrintedPlan>();
    server.requests.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  const approve = (project: TemporaryProject, who: string) =>
    cli(project, who, 'approve', 'sums', '--plan', plan.digest, '--note', 'Read it');
  const apply = (project: TemporaryProject, who = 'ana') =>
    cli(project, who, 'release', 'sums', '--apply', plan.digest);

  it('says in the plan what it waits for, and moves nothing', async () => {
    expect(plan).toMatchObject({ ready: false, risk: 'medium', authors: ['ana@example.com'] });
    expect(plan.waitsFor).toMatch(/^1 approval by anybody/);
    expect(plan.checklist).toContainEqual(expect.objectContaining({ item: 'gates passed', state: 'done' }));
    expect(plan.checklist).toContainEqual(expect.objectContaining({ item: 'approvals', state: 'missing' }));
    expect(await movesOf(original, 'sums')).toHaveLength(1);
    expect(await auditExit(original)).toBe(0);
  });

  it('applies what somebody else approved, without a call, and records who that was', async () => {
    const project = await copyProject(original);
    const early = await apply(project);
    expect(early.exitCode).toBe(3);
    expect(early.stderr).toMatch(/waits for 1 approval by anybody/);
    expect(await approve(project, 'tom')).toMatchObject({ exitCode: 0 });
    const applied = await apply(project);
    expect(applied.exitCode, applied.stderr).toBe(0);
    expect(applied.stdout).toMatch(/PROMOTED/);
    const [, move] = await movesOf(project, 'sums');
    expect(move).toMatchObject({
      kind: 'promote',
      evidence: { plan: plan.digest, verdict: 'pass' },
      approvals: [{ by: 'tom@example.com', plan: plan.digest }],
    });
    // A model reads the order of keys, and the evidence has them sorted.
    const published = JSON.parse(await project.read('.prompteval/registry/versions/sums/0000000002.json'));
    expect(Object.keys(published.file.messages[0])).toEqual(['role', 'content']);
    expect(await auditExit(project)).toBe(0);
    expect((await cli(project, 'ana', 'log', 'sums')).stdout).toMatch(/approved by/);
    const again = await apply(project);
    expect(again).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(/was applied already, as move 2 .*nothing is left to do/),
    });
    expect(server.requests).toHaveLength(0);
  });

  it('stands in status for as long as it waits', async () => {
    const project = await copyProject(original);
    const plans = async () => (await statusOf(project, 'sums')).plans;
    const { digest, waitsFor } = plan;
    expect(await plans()).toMatchObject([
      {
        ...{ digest, waitsFor, alias: 'stable', from: 1, to: { version: null }, by: 'ana@example.com' },
        ...{ risk: 'medium', ready: false, approvals: { needed: 1, given: [] } },
      },
    ]);
    const short = digest.slice(7, 19);
    expect((await cli(project, 'ana', 'status', 'sums')).stdout).toMatch(
      new RegExp(`plan +${short} moves stable from v1 to draft .*\n +waits for 1 approval by anybody`),
    );
    await approve(project, 'tom');
    expect(await plans()).toMatchObject([
      { ready: true, waitsFor: null, approvals: { given: [{ by: 'tom@example.com' }] } },
    ]);
    expect((await cli(project, 'ana', 'status')).stdout).toContain(
      `approved by tom@example.com (1 of 1); can be applied: prompteval release sums --apply ${short}`,
    );
    const dataset = await project.read('datasets/sums.csv');
    await project.write('datasets/sums.csv', dataset.replace('1 + 1,2', '1 + 1,3'));
    expect(await plans()).toEqual([]);
    await project.write('datasets/sums.csv', `id\n`);
    expect(await plans()).toBeNull();
    await project.write('datasets/sums.csv', dataset);
    expect(await apply(project)).toMatchObject({ exitCode: 0 });
    expect(await plans()).toEqual([]);
  });

  it('stays one command that stops where approvals are missing', async () => {
    const project = await copyProject(original);
    const [{ id } = { id: '' }] = (await cli(project, 'ana', 'runs', 'sums', '--json')).json<RunFile[]>();
    const released = await cli(project, 'ana', 'release', 'sums', '--run', id);
    expect(released.exitCode).toBe(3);
    expect(released.stdout).toMatch(/waits for +1 approval by anybody/);
    expect(released.stdout).toMatch(/prompteval approve sums --plan [0-9a-f]{12}/);
    expect(released.stdout).toMatch(/prompteval release sums --apply [0-9a-f]{12}/);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('refuses approvals that would not count, with every reason', async () => {
    const project = await copyProject(original);
    const own = await approve(project, 'ana');
    expect(own.exitCode).toBe(1);
    expect(own.stderr).toMatch(/ana@example.com is an author[\s\S]*ana@example.com made the plan/);
    const unknown = await cli(project, 'tom', 'approve', 'sums', '--plan', '0'.repeat(64));
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/there is no plan/) });
    expect(await approve(project, 'tom')).toMatchObject({ exitCode: 0 });
    const twice = await approve(project, 'tom');
    expect(twice).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/has approved this plan/) });
    expect(await project.list('.prompteval/registry/approvals')).toHaveLength(1);
    const promoter = await apply(project, 'tom');
    expect(promoter).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/does not count/) });
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  const replace = async (project: TemporaryProject, file: string, from: string, to: string) => {
    const text = await project.read(file);
    expect(text).toContain(from);
    await project.write(file, text.replace(from, to));
  };

  it.each<[string, (project: TemporaryProject) => Promise<unknown>, RegExp]>([
    ['the dataset', (p) => replace(p, 'datasets/sums.csv', '1 + 1,2', '1 + 1,3'), /The dataset changed/],
    ['a gate', (p) => replace(p, configFile, '"margin": 0.1', '"margin": 0.2'), /A gate changed/],
    ['an evaluator', (p) => replace(p, configFile, '"number"', '"text"'), /An evaluator changed/],
    [
      'the candidate',
      (p) => replace(p, 'prompts/sums.prompt.yml', 'Add the', 'Sum the'),
      /The candidate changed/,
    ],
    [
      'the risk',
      (p) =>
        p.write(configFile, sumsConfig(server.baseURL, { rest: { risk: { medium: { approvals: 2 } } } })),
      /other approvals of medium risk/,
    ],
    [
      'the age of its run',
      (p) => p.write(configFile, sumsConfig(server.baseURL, { rest: { maxRunAge: '1ms' } })),
      /finished on/,
    ],
    [
      'the baseline',
      async (p) => {
        const override = ['release', 'sums', '--override', '--reason', 'It burns', '--quiet'];
        await p.write('prompts/sums.prompt.yml', medium('poor'));
        expect(await cli(p, 'ana', ...override)).toMatchObject({ exitCode: 0 });
        await p.write('prompts/sums.prompt.yml', medium('good'));
      },
      /stable now names version 2/,
    ],
    [
      'what happened to the alias',
      async (p) => {
        expect(await cli(p, 'ana', 'freeze', 'sums', '--reason', 'Sale')).toMatchObject({ exitCode: 0 });
        expect(await cli(p, 'ana', 'unfreeze', 'sums')).toMatchObject({ exitCode: 0 });
      },
      /stable was at move 1 and is at move 3; the last was move 3, unfreeze by ana/,
    ],
  ])('refuses a plan as stale where %s is another, at approval and at apply', async (_, change, message) => {
    const project = await copyProject(original);
    expect(await approve(project, 'tom')).toMatchObject({ exitCode: 0 });
    await change(project);
    const before = await movesOf(project, 'sums');
    for (const result of [await approve(project, 'mia'), await apply(project)]) {
      expect(result.stderr).toMatch(/is stale/);
      expect(result.stderr).toMatch(message);
      expect(result.exitCode).toBe(4);
    }
    expect(await movesOf(project, 'sums')).toEqual(before);
  });

  it('lets one of two applies win', async () => {
    const project = await copyProject(original);
    await approve(project, 'tom');
    const results = await Promise.all([apply(project, 'ana'), apply(project, 'mia'), apply(project, 'zoe')]);
    expect(results.map(({ exitCode }) => exitCode).sort()).toEqual([0, 4, 4]);
    expect(await movesOf(project, 'sums')).toHaveLength(2);
    expect(await auditExit(project)).toBe(0);
  });

  it('applies where the run was not made, if somebody looked at the plan', async () => {
    const project = await copyProject(original);
    const low = await copyProject(original);
    await approve(project, 'tom');
    for (const file of await project.list('reports')) await project.write(file, '');
    const changed = await apply(project);
    expect(changed).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/trials .* were changed/) });

    await approve(low, 'tom');
    await low.write(configFile, sumsConfig(server.baseURL, { rest: { reports: 'elsewhere' } }));
    const applied = await apply(low);
    expect(applied.exitCode, applied.stderr).toBe(0);
    expect(applied.stdout).toMatch(/Released: stable of sums is v2 \(was v1\)/);
  });

  it.each<[string, string]>([
    ['a plan', 'plans'],
    ['an approval', 'approvals'],
  ])('names %s of which one byte was changed', async (_, folder) => {
    const project = await copyProject(original);
    await approve(project, 'tom');
    const files = await project.list(`.prompteval/registry/${folder}`);
    const file = files.find((path) => path.includes(plan.digest.replace('sha256:', ''))) ?? '';
    await project.write(file, (await project.read(file)).replace('sums', 'sumz'));
    const audit = await cli(project, 'ana', 'audit', 'verify');
    expect(audit.exitCode).toBe(1);
    expect(audit.stdout).toContain(file.replace('.prompteval/registry/', ''));
    expect((await apply(project)).exitCode).toBe(2);
    expect(await movesOf(project, 'sums')).toHaveLength(1);
  });

  it('takes the higher risk of draft and live version, and refuses high risk without owners', async () => {
    const project = await copyProject(original);
    await approve(project, 'tom');
    expect(await apply(project)).toMatchObject({ exitCode: 0 });
    await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'perfect' }));
    const lowered = await cli(project, 'ana', 'release', 'sums', '--plan-only', '--json');
    expect(lowered.json<PrintedPlan>()).toMatchObject({ risk: 'medium', ready: false });
    await project.write('prompts/sums.prompt.yml', medium('perfect').replace('medium', 'high'));
    for (const args of [['validate'], ['release', 'sums']]) {
      const result = await cli(project, 'ana', ...args);
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toMatch(/every critical case passes/);
      expect(result.stderr).toMatch(/OWNERS\.yml/);
    }
  });
});

describe('freeze, override and path', () => {
  let server: OpenAIServer;
  beforeAll(async () => {
    server = await startSumsServer();
  });
  afterAll(() => server.close());

  const released = async (rest: object = {}) => {
    const project = await makeSumsProject(server.baseURL, { rest });
    expect(await cli(project, 'ana', 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    return project;
  };

  it('refuses releases and overrides while frozen, and says who froze it and why; a rollback goes', async () => {
    const project = await released();
    await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'good' }));
    expect(await cli(project, 'ana', 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    expect(await cli(project, 'mia', 'freeze', 'sums', '--reason', 'Sale week')).toMatchObject({
      exitCode: 0,
    });
    await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'perfect' }));
    const asked = server.requests.length;
    for (const how of [[], ['--override', '--reason', 'Now']]) {
      const refused = await cli(project, 'ana', 'release', 'sums', ...how);
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toMatch(
        /frozen, by mia@example.com since .*, because: Sale week\. Lift it with: prompteval unfreeze sums/,
      );
    }
    expect(server.requests).toHaveLength(asked);
    expect((await cli(project, 'mia', 'freeze', 'sums', '--reason', 'x')).exitCode).toBe(1);
    // What is live was put there by the release, and the freeze moved nothing.
    expect((await statusOf(project, 'sums')).aliases.stable).toMatchObject({
      ...{ version: 2, seq: 2, kind: 'promote', by: 'ana@example.com', run: expect.any(String) },
      frozen: { by: 'mia@example.com', reason: 'Sale week' },
    });
    expect(await cli(project, 'ana', 'rollback', 'sums', '--reason', 'Wrong')).toMatchObject({ exitCode: 0 });
    expect((await statusOf(project, 'sums')).aliases.stable).toMatchObject({
      version: 1,
      kind: 'rollback',
      frozen: { by: 'mia@example.com', reason: 'Sale week' },
    });
    expect(await cli(project, 'mia', 'unfreeze', 'sums')).toMatchObject({ exitCode: 0 });
    expect((await cli(project, 'mia', 'unfreeze', 'sums')).exitCode).toBe(1);
    expect(await cli(project, 'ana', 'release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });
    expect(await auditExit(project)).toBe(0);
  });

  it('records an override with its evidence, and the audit fails until somebody else reviewed it', async () => {
    const project = await released();
    await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'poor' }));
    const over = await cli(project, 'ana', 'release', 'sums', '--override', '--reason', 'The old one leaks');
    expect(over.exitCode, over.stderr).toBe(0);
    expect(over.stdout).toMatch(/OVERRIDDEN/);
    expect(over.stdout.replace(/\s+/g, ' ')).toMatch(/without proof.*The old one leaks/);
    const [, move] = await movesOf(project, 'sums');
    expect(move).toMatchObject({
      kind: 'override',
      reason: 'The old one leaks',
      evidence: { verdict: 'fail' },
    });
    expect((await cli(project, 'ana', 'status', 'sums')).stdout).toMatch(
      /OVERRIDDEN[\s\S]*not reviewed yet; somebody else does that with: prompteval audit review sums --seq 2/,
    );
    expect((await cli(project, 'ana', 'log', 'sums')).stdout).toMatch(/OVERRIDE/);
    expect(await auditExit(project)).toBe(1);

    const review = ['audit', 'review', 'sums', '--seq', '2', '--reason', 'Right call'];
    expect(await cli(project, 'ana', ...review)).toMatchObject({ exitCode: 1 });
    expect(await cli(project, 'tom', ...review)).toMatchObject({ exitCode: 0 });
    expect(await cli(project, 'mia', ...review)).toMatchObject({ exitCode: 1 });
    expect(await auditExit(project)).toBe(0);
    const other = await cli(project, 'tom', 'audit', 'review', 'sums', '--seq', '1', '--reason', 'x');
    expect(other.exitCode).toBe(2);

    const [file = ''] = await project.list('.prompteval/registry/reviews');
    await project.write(file, (await project.read(file)).replace('Right', 'Wrong'));
    expect(await auditExit(project)).toBe(1);
  });

  it('goes through the aliases of the path in their order; tenants have aliases of their own', async () => {
    const project = await makeSumsProject(server.baseURL, { rest: { path: ['staging', 'stable'] } });
    const release = (...args: string[]) => cli(project, 'ana', 'release', 'sums', '--quiet', ...args);
    const early = await release();
    expect(early.exitCode).toBe(1);
    expect(early.stderr).toMatch(
      /goes through staging, and the candidate [0-9a-f]{7} has never been staging/,
    );
    expect(await release('--alias', 'staging')).toMatchObject({ exitCode: 0 });
    expect(await release()).toMatchObject({ exitCode: 0 });
    expect(await release('--alias', 'acme/stable')).toMatchObject({ exitCode: 0 });
    expect(Object.keys((await statusOf(project, 'sums')).aliases).sort()).toEqual([
      'acme/stable',
      'stable',
      'staging',
    ]);
    await project.write('prompts/sums.prompt.yml', sumsPrompt({ variant: 'good' }));
    expect(await release('--alias', 'staging')).toMatchObject({ exitCode: 0 });
    await cli(project, 'ana', 'rollback', 'sums', '--alias', 'staging', '--reason', 'No');
    const rolledBack = await release();
    expect(rolledBack.exitCode).toBe(1);
    expect(rolledBack.stderr).toMatch(/staging was rolled back from/);
    expect(await auditExit(project)).toBe(0);
  });
});
