import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PromptStatus } from '../../src/project/overview/status.ts';
import { type ForgeComment, startForgeServer } from '../support/forge-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { zipOf } from '../support/zip.ts';
import { makeCiProject, promptFile, pullRequest, push, releasedRepository, token } from './ci-project.ts';

const marker = '<!-- prompteval:mail-topic -->';

/** What others wrote: enough for a second page, and one that tries to pass for ours. */
const others = (): ForgeComment[] => [
  { id: 1, body: 'Nice', user: { login: 'mia', type: 'User' } },
  { id: 2, body: `Look:\n${marker}\nright?`, user: { login: 'github-actions[bot]', type: 'Bot' } },
  { id: 3, body: `## ✔ Passed\n${marker}`, user: { login: 'mallory', type: 'User' } },
];

let start: TemporaryProject;
beforeAll(async () => {
  start = await releasedRepository();
}, 60_000);
afterAll(() => start.remove());

describe('a pull request', () => {
  it('with a regression is blocked, and its one comment is updated by the next push', async () => {
    const github = await startForgeServer(others());
    const project = await makeCiProject(start, github.url);
    const base = project.git('rev-parse', 'HEAD');
    project.git('checkout', '-q', '-b', 'change');
    const line = await project.breakPrompt();
    const head = project.commit('Drop the sentence about JSON');

    const blocked = await project.job('pull_request', pullRequest(base, head));
    expect(blocked.exitCode, blocked.stderr).toBe(1);
    expect(blocked.outputs).toMatchObject({
      'exit-code': '1',
      verdict: 'fail',
      changed: 'true',
      released: 'false',
    });
    const first = blocked.annotations[0] ?? '';
    expect(first).toMatch(
      new RegExp(
        `^::error file=${promptFile},line=${line},title=Blocked \\(exit 1\\)%3A mail-topic%2C quality [^:,]+::`,
      ),
    );
    expect(blocked.annotations.length).toBeGreaterThan(1);
    expect(blocked.annotations.every((text) => text.includes(`file=${promptFile},line=${line},`))).toBe(true);
    expect(blocked.summary).toContain('## ✖ Blocked: mail-topic draft');
    const ours = github.comments.at(-1);
    expect(github.comments).toHaveLength(4);
    expect(ours?.body).toMatch(/^## ✖ Blocked: mail-topic draft — stable stays at v1\n/);
    expect(ours?.body).toContain('[log and full report](https://github.com/o/r/actions/runs/99)');
    expect(ours?.body.trimEnd().endsWith(`\n${marker}`)).toBe(true);
    const [check] = github.sent('POST', '/check-runs');
    expect(check?.body).toMatchObject({
      head_sha: head,
      conclusion: 'failure',
      name: 'prompteval: mail-topic',
    });
    expect(check?.body.output).toMatchObject({
      title: expect.stringMatching(/^Blocked \(exit 1\): mail-topic, quality −/),
    });

    await project.write(promptFile, `${await project.read(promptFile)}# still\n`);
    const next = project.commit('Still broken');
    const again = await project.job('pull_request', pullRequest(base, next), {
      env: { GITHUB_RUN_ID: '100' },
    });
    expect(again.exitCode).toBe(1);
    expect(github.comments).toHaveLength(4);
    expect(ours?.body).toContain('/actions/runs/100)');
    expect(github.sent('PATCH').map(({ path }) => path)).toEqual([`/repos/o/r/issues/comments/${ours?.id}`]);

    project.git('checkout', '-q', base, '--', promptFile);
    const reverted = project.commit('Take it back');
    const nothing = await project.job('pull_request', pullRequest(base, reverted));
    expect(nothing).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { verdict: 'none', changed: 'false' },
    });
    expect(nothing.summary).toContain('nothing was evaluated');
    expect(ours?.body).toContain('Nothing to evaluate: mail-topic');
    expect(github.comments.slice(0, 3)).toEqual(others());

    const config = await project.read('prompteval.config.ts');
    const renamed = config.replace("'mail-topic': {", `other: {\n      file: '${promptFile}',`);
    await project.write('prompteval.config.ts', renamed);
    const gone = await project.job('pull_request', pullRequest(base, project.commit('Rename it')));
    expect(gone.summary).toContain('mail-topic is not in the config any more, by this change');
    expect(ours?.body).toMatch(/^## ⚠ Removed: mail-topic\n\nmail-topic is not in the config any more/);

    expect(github.requests.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true);
    for (const { stdout, stderr, summary } of [blocked, again, nothing]) {
      expect(`${stdout}${stderr}${summary}`).not.toContain(token);
    }
  }, 60_000);

  it('from a fork is validated, evaluates the demonstration model only, and says so', async () => {
    const github = await startForgeServer();
    const project = await makeCiProject(start, github.url);
    const base = project.git('rev-parse', 'HEAD');
    const config = await project.read('prompteval.config.ts');
    await project.write(
      'prompts/paid.prompt.yml',
      (await project.read(promptFile)).replace('demo/in-context', 'openai/gpt-4.1-mini'),
    );
    await project.write(
      'prompteval.config.ts',
      config.replace(
        'prompts: {',
        "prompts: {\n    paid: { dataset: 'datasets/mail-topic.csv', evaluators: [jsonSchema()], gates: [{ metric: 'schema', min: 1 }] },",
      ),
    );
    const head = project.commit('Add a prompt that costs money');
    const refusal = { status: 403, body: { message: 'Resource not accessible by integration' } };
    github.refusals.push({ method: 'POST', ...refusal });

    const result = await project.job('pull_request', pullRequest(base, head, 'mallory/r'));
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stdout).toContain('comes from outside the repository, so the job has no secrets');
    expect(result.stdout).toContain('Validated, not evaluated: paid');
    expect(result.stdout).toContain('The token may not write comments');
    expect(result.stdout).toContain('pull-requests: write');
    expect(result.summary).toContain('1 of 2 prompts are not evaluated here');

    await project.write('prompteval.config.ts', config.replace('prices:', 'prizes:'));
    const broken = await project.job('push', push);
    expect(broken).toMatchObject({ exitCode: 2, outputs: { verdict: 'error', 'exit-code': '2' } });
    expect(broken.annotations[0]).toMatch(
      /^::error file=prompteval\.config\.ts,line=\d+,title=Could not run \(exit 2\)%3A the config%2C prizes /,
    );
    expect(broken.summary).toContain('prizes');

    const asked = github.requests.length;
    const target = await project.job('pull_request_target', pullRequest(base, head, 'mallory/r'));
    expect(target).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('use the event pull_request'),
    });
    expect(github.requests).toHaveLength(asked);
  }, 60_000);
});

describe('the main branch', () => {
  it('releases the run of the pull request without a call, once', async () => {
    const github = await startForgeServer();
    const project = await makeCiProject(start, github.url);
    const base = project.git('rev-parse', 'HEAD');
    const prompt = await project.read(promptFile);
    await project.write(
      promptFile,
      prompt.replace('You sort the mail of a shop.', 'You sort the mail of one shop.'),
    );
    const head = project.commit('Say it better');
    const passed = await project.job('pull_request', pullRequest(base, head));
    expect(passed).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass', released: 'false' } });
    const [{ run }] = JSON.parse(passed.outputs.runs ?? '');

    // Another machine: what the pull request's job measured is an artifact now.
    const files = await project.list('reports');
    const texts = await Promise.all(files.map(async (file) => [file, await project.read(file)]));
    await rm(project.path('reports'), { recursive: true });
    const archive = zipOf({ ...Object.fromEntries(texts), '../../evil.json': '{}' });
    const artifact = (id: number, repositoryId: number, sha: string) => ({
      ...{ id, expired: false, created_at: `2026-01-0${id}T00:00:00Z` },
      workflow_run: { head_sha: sha, repository_id: 1, head_repository_id: repositoryId },
    });
    github.answers.set(`/repos/o/r/commits/${head}/pulls`, [{ number: 7, head: { sha: head } }]);
    const artifacts = [artifact(3, 1, base), artifact(6, 2, head), artifact(5, 1, head)];
    github.answers.set('/repos/o/r/actions/artifacts', { total_count: 3, artifacts });
    github.answers.set('/repos/o/r/actions/artifacts/5/zip', archive);

    const jobs = await Promise.all([project.job('push', push), project.job('push', push)]);
    const codes = jobs.map(({ exitCode }) => exitCode).sort();
    expect([
      [0, 0],
      [0, 4],
    ]).toContainEqual(codes);
    expect(jobs.some(({ stdout }) => stdout.includes(`releasing run ${run}, without a model call`))).toBe(
      true,
    );
    const status = await runCli(['status', 'mail-topic', '--json'], { cwd: project.folder });
    expect(status.json<PromptStatus>().aliases.stable).toMatchObject({ version: 2, seq: 2, run });
    expect(jobs.some(({ outputs }) => outputs.released === 'true')).toBe(true);

    const later = await project.job('push', push);
    expect(later).toMatchObject({ exitCode: 0, outputs: { verdict: 'none', released: 'false' } });
    expect(later.stdout).toContain('Nothing to release: mail-topic, stable is v2 already');

    const nightly = await project.job('schedule', push);
    expect(nightly.exitCode, nightly.stderr).toBe(0);
    expect(nightly.summary).toContain('As released: mail-topic');
  }, 60_000);

  it('takes no notice of a run that came with the change, whatever it says', async () => {
    const github = await startForgeServer();
    const project = await makeCiProject(start, github.url);
    const base = project.git('rev-parse', 'HEAD');
    const prompt = await project.read(promptFile);
    await project.write(promptFile, prompt.replace('of a shop.', 'of one shop.'));
    const made = await runCli(['run', 'mail-topic', '--json', '--quiet'], { cwd: project.folder });
    const run = `reports/mail-topic/${made.json<{ id: string }>().id}`;
    await project.write('.prompteval/cache/ab/cd.json', '{}');
    project.git('add', '--force', run, '.prompteval/cache/ab/cd.json');
    const head = project.commit('Bring along what is to be believed');

    const merged = await project.job('push', push);
    expect(merged.stdout).toContain(`Warning: ${run} came with a commit`);
    expect(merged.stdout).not.toContain('without a model call');
    expect(merged).toMatchObject({ exitCode: 0, outputs: { released: 'true' } });
    expect(JSON.parse(merged.outputs.runs ?? '')[0].run).not.toBe(run.split('/').at(-1));

    const change = await project.job('pull_request', pullRequest(base, head));
    expect(change.summary).toContain('came with a commit');
    expect(await project.list(run).catch(() => [])).toEqual([]);
    expect(await project.list('.prompteval/cache/ab').catch(() => [])).toEqual([]);
  }, 60_000);

  it('waits for approvals with a title of its own, and the next job applies the plan that was approved', async () => {
    const github = await startForgeServer();
    const project = await makeCiProject(start, github.url);
    const config = await project.read('prompteval.config.ts');
    await project.write(
      'prompteval.config.ts',
      config.replace('prices:', 'risk: { low: { approvals: 1 } },\n  prices:'),
    );
    const prompt = await project.read(promptFile);
    await project.write(promptFile, prompt.replace('of a shop.', 'of one shop.'));
    project.commit('Say it better');
    const waits = await project.job('push', push);
    expect(waits).toMatchObject({ exitCode: 3, outputs: { verdict: 'inconclusive', released: 'false' } });
    expect(waits.annotations[0]).toContain('title=Waits for approval (exit 3)%3A mail-topic');
    const [, plan = ''] = /--plan ([0-9a-f]{12})/.exec(waits.outputs.title ?? '') ?? [];
    const mia = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'user.email',
      GIT_CONFIG_VALUE_0: 'mia@example.org',
    };
    const approved = await runCli(['approve', 'mail-topic', '--plan', plan], {
      cwd: project.folder,
      env: mia,
    });
    expect(approved.exitCode, approved.stderr).toBe(0);
    const released = await project.job('push', push);
    expect(released.exitCode, released.stderr).toBe(0);
    expect(released.stdout).toContain(`enough people approved plan ${plan}`);
    expect(released.outputs).toMatchObject({ released: 'true', title: 'Released: mail-topic, stable is v2' });
  }, 60_000);
});
