import { type Environment, variable, webAddress } from './job.ts';

/** The page of a job of GitHub Actions or GitLab CI; null where it does not say. */
export function jobPage(environment: Environment): string | null {
  const known = ['CI_JOB_URL', 'CI_PIPELINE_URL'];
  const named = known.map((name) => webAddress(variable(environment, name))).find((page) => page !== null);
  return githubPage(environment) ?? named ?? null;
}

function githubPage(environment: Environment): string | null {
  const repository = variable(environment, 'GITHUB_REPOSITORY');
  const run = variable(environment, 'GITHUB_RUN_ID');
  if (repository === undefined || run === undefined) return null;
  const server = variable(environment, 'GITHUB_SERVER_URL') ?? 'https://github.com';
  return webAddress(`${server}/${repository}/actions/runs/${run}`);
}
