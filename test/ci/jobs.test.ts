import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { githubJob } from '../../src/ci/github-job.ts';
import { gitlabJob } from '../../src/ci/gitlab-job.ts';
import { jobPage } from '../../src/ci/job-page.ts';
import { planJob } from '../../src/ci/plan-job.ts';
import { pullRequest, push } from '../e2e/ci-project.ts';
import { runCli } from '../support/run-cli.ts';

const base = 'b'.repeat(40);
const head = 'a'.repeat(40);
const github = (event: string, ref: string, more = {}) => ({
  ...{ GITHUB_EVENT_NAME: event, GITHUB_REF: ref, GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: 'c'.repeat(40) },
  ...more,
});

describe('a job of GitHub Actions', () => {
  it.each<[string, string, string, unknown, string]>([
    ['a pull request', 'pull_request', 'refs/pull/7/merge', pullRequest(base, head), 'change'],
    [
      'a closed one',
      'pull_request',
      'refs/pull/7/merge',
      { ...pullRequest(base, head), action: 'closed' },
      'other',
    ],
    [
      'a merge queue',
      'merge_group',
      'refs/heads/gh-readonly-queue/main/x',
      { merge_group: { base_sha: base } },
      'change',
    ],
    ['a push to main', 'push', 'refs/heads/main', push, 'main'],
    ['a push to another branch', 'push', 'refs/heads/topic', push, 'other'],
    ['a tag', 'push', 'refs/tags/main', push, 'other'],
    ['a run by hand on main', 'workflow_dispatch', 'refs/heads/main', push, 'main'],
    ['a run by hand elsewhere', 'workflow_dispatch', 'refs/heads/topic', push, 'other'],
    ['the night', 'schedule', 'refs/heads/main', push, 'nightly'],
    ['a night elsewhere', 'schedule', 'refs/heads/topic', push, 'nightly'],
    ['a call', 'repository_dispatch', 'refs/heads/main', push, 'other'],
    ['an issue', 'issues', 'refs/heads/main', push, 'other'],
    ['no document', 'push', 'refs/heads/main', null, 'main'],
    ['a document that is no object', 'pull_request', 'refs/pull/7/merge', [1], 'change'],
  ])('for %s', (_, event, ref, payload, kind) => {
    expect(githubJob(github(event, ref), payload).kind).toBe(kind);
  });

  it('reads what a pull request is about', () => {
    const env = github('pull_request', 'refs/pull/7/merge', {
      GITHUB_HEAD_REF: 'change',
      GITHUB_RUN_ID: '5',
    });
    expect(githubJob(env, pullRequest(base, head))).toMatchObject({
      ref: 'change',
      commit: head,
      change: { number: 7, base, isFork: false },
      page: 'https://github.com/o/r/actions/runs/5',
      refusal: null,
    });
    expect(githubJob(env, {}).change).toMatchObject({ number: 7, isFork: false });
  });

  it.each<[string, unknown, Record<string, string>, boolean]>([
    ['this repository', pullRequest(base, head, 'O/R'), {}, false],
    ['a fork', pullRequest(base, head, 'mallory/r'), {}, true],
    ['a fork that is gone', { pull_request: { number: 7, head: { sha: head, repo: null } } }, {}, true],
    ['Dependabot', pullRequest(base, head), { GITHUB_ACTOR: 'dependabot[bot]' }, true],
  ])('knows where a change comes from: %s', (_, payload, env, isFork) => {
    expect(githubJob(github('pull_request', 'refs/pull/7/merge', env), payload).change?.isFork).toBe(isFork);
  });

  it('takes another branch for main where it is told so', () => {
    expect(githubJob(github('push', 'refs/heads/release'), push, 'release').kind).toBe('main');
    expect(githubJob(github('push', 'refs/heads/main'), push, 'release').kind).toBe('other');
  });
});

describe('a job of GitLab CI', () => {
  const request = {
    ...{ CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_IID: '7', CI_DEFAULT_BRANCH: 'main' },
    ...{ CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1', CI_MERGE_REQUEST_PROJECT_ID: '1' },
    ...{
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_COMMIT_SHA: head,
    },
  };
  it('reads what a merge request is about: its policy comes from the branch, what changed from where it began', () => {
    const { kind, change } = gitlabJob(request);
    expect(kind).toBe('change');
    expect(change).toEqual({ number: 7, base: 'main', forkPoint: base, isFork: false });
    expect(gitlabJob({ ...request, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2' }).change?.isFork).toBe(true);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a push to main', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main' }, 'main'],
    ['a start by hand on main', { CI_PIPELINE_SOURCE: 'web', CI_COMMIT_BRANCH: 'main' }, 'main'],
    ['a call on main', { CI_PIPELINE_SOURCE: 'api', CI_COMMIT_BRANCH: 'main' }, 'main'],
    ['a trigger on main', { CI_PIPELINE_SOURCE: 'trigger', CI_COMMIT_BRANCH: 'main' }, 'main'],
    ['a start by hand elsewhere', { CI_PIPELINE_SOURCE: 'web', CI_COMMIT_BRANCH: 'x' }, 'other'],
    ['a pipeline of another project', { CI_PIPELINE_SOURCE: 'pipeline', CI_COMMIT_BRANCH: 'main' }, 'other'],
    ['a night elsewhere', { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'x' }, 'nightly'],
    ['a push elsewhere', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'x' }, 'other'],
    ['the night', { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'main' }, 'nightly'],
    ['a tag', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'main' }, 'other'],
  ])('for %s', (_, env, kind) => {
    expect(gitlabJob(env).kind).toBe(kind);
  });
});

it('is what the page and the help say, event by event', async () => {
  const page = await readFile(new URL('../../docs/ci.md', import.meta.url), 'utf8');
  const { stdout: help } = await runCli(['ci', '--help'], { cwd: tmpdir() });
  const table = /\| The job runs for[\s\S]*?\n\n/.exec(page)?.[0].split('\n') ?? [];
  const rows = { main: 'a push to the main branch', nightly: 'a schedule', other: 'anything else' };
  const kinds = Object.entries(rows).flatMap(([kind, start]) => {
    const [, cell = ''] = table.find((line) => line.startsWith(`| ${start}`))?.split('|') ?? [];
    return [...cell.matchAll(/`(\w+)`/g)].map(([, event = '']) => [event, kind]);
  });
  const jobs = kinds.map(([event = '']) => {
    const isGithub = event.endsWith('_dispatch');
    const job = isGithub
      ? githubJob(github(event, 'refs/heads/main'), push)
      : gitlabJob({ CI_PIPELINE_SOURCE: event, CI_COMMIT_BRANCH: 'main' });
    return [event, job.kind];
  });
  expect(jobs).toEqual(kinds);
  const releasing = ['workflow_dispatch', 'web', 'api', 'trigger'];
  expect(kinds.filter(([, kind]) => kind === 'main').map(([event]) => event)).toEqual(releasing);
  expect(releasing.filter((event) => !help.includes(event))).toEqual([]);
});

describe('the plan', () => {
  const prompts = [
    { name: 'a', isDemo: true, isLive: true },
    { name: 'b', isDemo: false, isLive: false },
  ];
  const change = { number: 7, base, forkPoint: null, isFork: false };
  const where = { event: 'x', ref: 'y', mainBranch: 'main' };

  it('follows from why the job runs', () => {
    expect(planJob({ ...where, kind: 'change', change }, prompts)).toMatchObject({
      run: ['a', 'b'],
      validate: false,
    });
    expect(planJob({ ...where, kind: 'main', change: null }, prompts)).toMatchObject({
      release: ['a', 'b'],
      run: [],
    });
    expect(planJob({ ...where, kind: 'nightly', change: null }, prompts)).toMatchObject({ drift: ['a'] });
    const other = planJob({ ...where, kind: 'other', change: null }, prompts);
    expect(other).toMatchObject({
      run: [],
      release: [],
      drift: [],
      says: [
        'Nothing to do: x on y is neither a change, nor a push to main or a start there by hand, nor a schedule.',
      ],
    });
  });

  it('asks of a fork only what needs no key', () => {
    const plan = planJob({ ...where, kind: 'change', change: { ...change, isFork: true } }, prompts);
    expect(plan).toMatchObject({ validate: true, run: ['a'], release: [] });
    expect(plan.says.join()).toContain('1 of 2 prompts are not evaluated here');
  });
});

it.each<[Record<string, string>, string | null]>([
  [{ CI_PIPELINE_URL: 'https://gitlab.example/p/1' }, 'https://gitlab.example/p/1'],
  [{ CI_JOB_URL: 'javascript:alert(1)' }, null],
  [{ CI_JOB_URL: 'https://x.example/a)[b](c' }, 'https://x.example/a%29[b]%28c'],
  [{}, null],
])('the page of a job is an address that ends no link: %j', (env, page) => {
  expect(jobPage(env)).toBe(page);
});
