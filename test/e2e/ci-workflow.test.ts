import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { PromptStatus } from '../../src/project/overview/status.ts';
import { startForgeServer } from '../support/forge-server.ts';
import { runCli } from '../support/run-cli.ts';
import { runSteps, type Step, stepsOfAction, stepsOfWorkflow } from '../support/run-steps.ts';
import { makeProject } from '../support/temporary-project.ts';
import { promptFile, pullRequest, push } from './ci-project.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** An empty repository, as somebody has it who begins. */
async function emptyRepository() {
  const outer = await makeProject();
  const project = { ...outer, folder: outer.path('work') };
  execFileSync('git', ['init', '-q', '-b', 'main', project.folder]);
  execFileSync('git', ['init', '-q', '--bare', outer.path('remote.git')]);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.email=a@b.c', '-c', 'user.name=Ana', ...args], {
      cwd: project.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  git('remote', 'add', 'origin', outer.path('remote.git'));
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  return { outer, folder: project.folder, path: (file: string) => `${project.folder}/${file}`, git, commit };
}

it('the workflow of init runs an empty repository from its first release to a blocked pull request', async () => {
  const github = await startForgeServer();
  const { outer, folder, path, git, commit } = await emptyRepository();
  const init = await runCli(['init', '--ci', 'github'], { cwd: folder });
  expect(init).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('.github/workflows/prompteval.yml'),
  });
  const again = await runCli(['init', '--ci', 'github'], { cwd: folder });
  expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is there already') });
  const first = commit('Start');

  const steps = await stepsOfWorkflow(path('.github/workflows/prompteval.yml'));
  // What stands for the package registry: the build of this repository.
  await outer.write(
    'bin/npx',
    `#!/bin/sh\n[ "$2" = prompteval@0.1.0 ] || exit 9\nshift 2\nexec node ${repository}bin/prompteval.js "$@"\n`,
  );
  await chmod(outer.path('bin/npx'), 0o755);
  const runner = async (event: string, payload: unknown, sha: string) => {
    await outer.write('event.json', JSON.stringify(payload));
    await outer.write('summary', '');
    return {
      ...{
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: outer.path('event.json'),
      },
      ...{ GITHUB_STEP_SUMMARY: outer.path('summary'), GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'o/r' },
      ...{ GITHUB_SHA: sha, GITHUB_RUN_ID: '1', GITHUB_WORKSPACE: folder, RUNNER_TEMP: outer.folder },
      GITHUB_REF: event === 'push' ? 'refs/heads/main' : 'refs/pull/7/merge',
      PATH: `${outer.path('bin')}:${process.env.PATH}`,
    };
  };
  const contexts = { 'github.token': 'ghs_token' };

  const released = await runSteps(steps, { cwd: folder, env: await runner('push', push, first), contexts });
  expect(released.exitCode, released.log).toBe(0);
  expect(await outer.read('summary')).toContain('Released: mail-topic, stable is v1');
  expect(git('ls-tree', '-r', '--name-only', 'origin/prompteval-registry')).toContain(
    'aliases/mail-topic/stable/0000000001.json',
  );
  const base = first;

  // The same project in the hands of the action of this repository.
  git('checkout', '-q', '-b', 'change');
  const prompt = await outer.read(`work/${promptFile}`);
  await outer.write(`work/${promptFile}`, prompt.replace(/.*Answer with one JSON object.*\n/, ''));
  const head = commit('Break it');
  const action = await stepsOfAction(`${repository}action.yml`);
  const inputs = {
    ...action.inputs,
    'inputs.github-token': 'ghs_token',
    'inputs.prompts': 'mail-topic',
    'inputs.max-cost': '1',
  };
  const blocked = await runSteps(action.steps, {
    cwd: folder,
    env: await runner('pull_request', pullRequest(base, head), head),
    contexts: { ...contexts, ...inputs, 'github.action_path': repository.replace(/\/$/, '') },
  });
  expect(blocked.exitCode, blocked.log).toBe(1);
  expect(blocked.outputs.job).toMatchObject({ verdict: 'fail', 'exit-code': '1' });
  expect(github.comments).toHaveLength(1);
  expect(blocked.log).toMatch(/^::error file=prompts\/mail-topic\.prompt\.yml,line=\d+,title=Blocked/m);

  // The reports as pages, on a branch of their own.
  git('checkout', '-q', 'main');
  const pages = {
    ...inputs,
    'inputs.pages-branch': 'gh-pages',
    'github.action_path': repository.replace(/\/$/, ''),
  };
  const main = await runner('push', push, base);
  const published = await runSteps(action.steps, {
    cwd: folder,
    env: main,
    contexts: { ...contexts, ...pages },
  });
  expect(published.exitCode, published.log).toBe(0);
  expect(published.log).toContain('The site was pushed to gh-pages');
  expect(git('ls-tree', '--name-only', 'origin/gh-pages')).toContain('index.html');
  expect(git('status', '--porcelain')).toBe('');

  // An old job that is run again does not take back what is newer on the main branch.
  const newer = await outer.read(`work/${promptFile}`);
  await outer.write(`work/${promptFile}`, newer.replace('of a shop', 'of one shop'));
  commit('Newer');
  git('push', '-q', 'origin', 'main');
  git('checkout', '-q', '--detach', base);
  await outer.write(`work/${promptFile}`, newer.replace('of a shop', 'of an old shop'));
  const old = await runSteps(action.steps, { cwd: folder, env: main, contexts: { ...contexts, ...pages } });
  expect(old.exitCode, old.log).toBe(0);
  expect(old.log).toContain('mail-topic was changed again on main');
  const status = await runCli(['status', 'mail-topic', '--json'], { cwd: folder });
  expect(status.json<PromptStatus>().aliases.stable).toMatchObject({ version: 1, seq: 1 });
}, 90_000);

describe('what is written for a CI', () => {
  it('names the secrets of the models, and adds to a project that is there', async () => {
    const { outer, folder } = await emptyRepository();
    await outer.write('work/app/poem.txt', 'You are a poet.\n\n  Write about {{topic}}.');
    const here = { cwd: `${folder}/app` };
    await runCli(['init', '--prompt', 'poem.txt', '--model', 'openai/gpt-4.1-mini'], here);
    const github = await runCli(['init', '--ci', 'github', '--json'], here);
    expect(github.json()).toMatchObject({
      files: ['../.github/workflows/prompteval.yml'],
      todo: ['Set the secret OPENAI_API_KEY.', expect.stringContaining('registry: { git: { branch:')],
    });
    const workflow = parse(await outer.read('work/.github/workflows/prompteval.yml'));
    const { defaults, steps, permissions } = workflow.jobs.prompteval;
    expect(defaults.run).toEqual({ 'working-directory': 'app' });
    const job = steps.find((step: Step) => step.run?.includes('prompteval@'));
    expect(Object.keys(job.env)).toEqual(['GITHUB_TOKEN', 'OPENAI_API_KEY']);
    expect(steps.find((step: Step) => step.uses?.startsWith('actions/upload-artifact')).with.path).toBe(
      'app/reports',
    );
    expect(permissions['pull-requests']).toBe('write');
    expect(workflow.on.push.branches).toEqual(['main']);

    await outer.write('work/.gitlab-ci.yml', 'stages: [test]\n');
    const gitlab = await runCli(['init', '--ci', 'gitlab', '--json'], here);
    expect(gitlab.json<{ todo: string[] }>().todo.join()).toContain('Add to .gitlab-ci.yml under include');
    const pipeline = parse(await outer.read('work/.gitlab/prompteval.yml'));
    expect(pipeline.prompteval.script[0]).toBe('cd app');
    expect(pipeline.prompteval.artifacts.reports.junit).toBe('app/reports/*/*/junit.xml');
    const refused = await runCli(['init', '--ci', 'jenkins'], here);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"jenkins" is none') });
  }, 60_000);

  it('pins every action that it uses, and the action has no input that no step reads', async () => {
    const { steps, inputs } = await stepsOfAction(`${repository}action.yml`);
    for (const { uses } of steps.filter((step) => step.uses))
      expect(uses).toMatch(/^actions\/[\w/-]+@(v\d+|[0-9a-f]{40})$/);
    const text = JSON.stringify(steps);
    for (const name of Object.keys(inputs)) expect(text).toContain(name);
    for (const { run = '' } of steps) expect(run, 'values come by the environment').not.toContain('${{');
  });
});
