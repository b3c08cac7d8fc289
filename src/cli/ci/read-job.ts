import { readFile } from 'node:fs/promises';
import { githubJob } from '../../ci/github-job.ts';
import { gitlabJob } from '../../ci/gitlab-job.ts';
import { type CiJob, type Environment, variable } from '../../ci/job.ts';
import { InputError } from '../../core/errors.ts';

/** The job that this process is part of. @throws InputError where it is none of a CI that is known. */
export async function readJob(environment: Environment, mainBranch: string | undefined): Promise<CiJob> {
  if (variable(environment, 'GITHUB_ACTIONS') !== undefined) {
    return githubJob(environment, await readEvent(variable(environment, 'GITHUB_EVENT_PATH')), mainBranch);
  }
  if (variable(environment, 'GITLAB_CI') !== undefined) return gitlabJob(environment, mainBranch);
  throw new InputError({
    message: 'this is no job of GitHub Actions or GitLab CI: neither GITHUB_ACTIONS nor GITLAB_CI is set',
    hint: 'Elsewhere use prompteval run and prompteval release; docs/ci.md shows them for Jenkins, CircleCI and Buildkite',
  });
}

async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined) return null;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ field: 'GITHUB_EVENT_PATH', message: `the event can not be read: ${why}` });
  }
}
