import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import type { CliResult } from '../support/run-cli.ts';
import { runCli } from '../support/run-cli.ts';
import { readOutputs } from '../support/run-steps.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

export const token = 'ghs_secretsecretsecret';

/** A repository with a released prompt and what a job of GitHub Actions finds there. */
export interface CiProject extends TemporaryProject {
  git(...args: string[]): string;
  /** Commits everything and gives the commit. */
  commit(message: string): string;
  /** Takes the sentence that asks for JSON out of the prompt. Gives the line where it stood. */
  breakPrompt(): Promise<number>;
  /** Runs a job; `payload` is the event's document. */
  job(event: string, payload: unknown, changes?: JobOptions): Promise<JobResult>;
}

export interface JobOptions {
  env?: Record<string, string | undefined>;
  args?: string[];
}

export interface JobResult extends CliResult {
  summary: string;
  outputs: Record<string, string>;
  annotations: string[];
}

export const promptFile = 'prompts/mail-topic.prompt.yml';

/** What every test begins with, to be made and removed once: a repository in which a first version is live. */
export async function releasedRepository(): Promise<TemporaryProject> {
  const project = await makeProject();
  const here = { cwd: project.folder };
  execFileSync('git', ['init', '-q', '-b', 'main'], here);
  await runCli(['init', '--yes', '--quiet'], here);
  await runCli(['release', 'mail-topic', '--quiet'], here);
  return project;
}

/** @param api the address of what stands in for GitHub's or GitLab's REST API */
export async function makeCiProject(start: TemporaryProject, api: string): Promise<CiProject> {
  const project = await makeProject();
  await cp(start.folder, project.folder, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.email=ana@example.org', '-c', 'user.name=Ana', ...args], {
      cwd: project.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const commit = (message: string) => {
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  await project.write('.gitignore', `${await project.read('.gitignore')}ci/\n`);
  commit('Start');

  let jobs = 0;
  return {
    ...project,
    git,
    commit,
    async breakPrompt() {
      const lines = (await project.read(promptFile)).split('\n');
      const at = lines.findIndex((line) => line.includes('Answer with one JSON object'));
      await project.write(promptFile, lines.filter((_, index) => index !== at).join('\n'));
      return at + 1;
    },
    async job(event, payload, { env = {}, args = [] } = {}) {
      const own = `ci/${++jobs}`;
      await project.write(`${own}/event.json`, JSON.stringify(payload));
      await project.write(`${own}/output`, '');
      await project.write(`${own}/summary`, '');
      const result = await runCli(['ci', ...args], {
        cwd: project.folder,
        env: {
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_EVENT_NAME: event,
          GITHUB_EVENT_PATH: project.path(`${own}/event.json`),
          GITHUB_OUTPUT: project.path(`${own}/output`),
          GITHUB_STEP_SUMMARY: project.path(`${own}/summary`),
          GITHUB_API_URL: api,
          GITHUB_SERVER_URL: 'https://github.com',
          GITHUB_REPOSITORY: 'o/r',
          GITHUB_RUN_ID: '99',
          GITHUB_SHA: git('rev-parse', 'HEAD'),
          GITHUB_REF: event === 'pull_request' ? 'refs/pull/7/merge' : 'refs/heads/main',
          GITHUB_WORKSPACE: project.folder,
          GITHUB_TOKEN: token,
          ...env,
        },
      });
      return {
        ...result,
        summary: await project.read(`${own}/summary`),
        outputs: readOutputs(await project.read(`${own}/output`)),
        annotations: result.stdout.split('\n').filter((line) => line.startsWith('::')),
      };
    },
  };
}

/** The document of a pull request from this repository, or from a fork of it. */
export function pullRequest(base: string, head: string, from = 'o/r') {
  return {
    action: 'synchronize',
    number: 7,
    repository: { full_name: 'o/r', default_branch: 'main' },
    pull_request: {
      number: 7,
      head: { sha: head, ref: 'change', repo: { full_name: from } },
      base: { sha: base, ref: 'main', repo: { full_name: 'o/r' } },
    },
  };
}

export const push = { ref: 'refs/heads/main', repository: { full_name: 'o/r', default_branch: 'main' } };
