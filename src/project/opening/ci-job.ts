import { excerpt } from '../../core/text.ts';

/** The job of a CI service in which this process runs. */
export interface CiJob {
  /** `ci:github:acme/prompts#4711` */
  actor: string;
  /** Where people can look at it; null where the service does not say. */
  url: string | null;
}

interface Service {
  name: string;
  /** The variable that the service documents for telling that it is it. */
  marks(environment: NodeJS.ProcessEnv): string | undefined;
  project(environment: NodeJS.ProcessEnv): string | undefined;
  number(environment: NodeJS.ProcessEnv): string | undefined;
  url(environment: NodeJS.ProcessEnv): string | undefined;
}

const services: Service[] = [
  {
    name: 'github',
    marks: ({ GITHUB_ACTIONS }) => GITHUB_ACTIONS,
    project: ({ GITHUB_REPOSITORY }) => GITHUB_REPOSITORY,
    number: ({ GITHUB_RUN_ID }) => GITHUB_RUN_ID,
    url: ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id }) =>
      server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined,
  },
  {
    name: 'gitlab',
    marks: ({ GITLAB_CI }) => GITLAB_CI,
    project: ({ CI_PROJECT_PATH }) => CI_PROJECT_PATH,
    number: ({ CI_PIPELINE_ID }) => CI_PIPELINE_ID,
    url: ({ CI_JOB_URL, CI_PIPELINE_URL }) => CI_JOB_URL ?? CI_PIPELINE_URL,
  },
  {
    name: 'jenkins',
    marks: ({ JENKINS_URL }) => JENKINS_URL,
    project: ({ JOB_NAME }) => JOB_NAME,
    number: ({ BUILD_NUMBER }) => BUILD_NUMBER,
    url: ({ BUILD_URL }) => BUILD_URL,
  },
  {
    name: 'circleci',
    marks: ({ CIRCLECI }) => CIRCLECI,
    project: ({ CIRCLE_PROJECT_USERNAME: owner, CIRCLE_PROJECT_REPONAME: name }) =>
      owner && name ? `${owner}/${name}` : name,
    number: ({ CIRCLE_BUILD_NUM }) => CIRCLE_BUILD_NUM,
    url: ({ CIRCLE_BUILD_URL }) => CIRCLE_BUILD_URL,
  },
  {
    name: 'buildkite',
    marks: ({ BUILDKITE }) => BUILDKITE,
    project: ({ BUILDKITE_ORGANIZATION_SLUG: owner, BUILDKITE_PIPELINE_SLUG: name }) =>
      owner && name ? `${owner}/${name}` : name,
    number: ({ BUILDKITE_BUILD_NUMBER }) => BUILDKITE_BUILD_NUMBER,
    url: ({ BUILDKITE_BUILD_URL }) => BUILDKITE_BUILD_URL,
  },
];

/** As people are told. */
export const knownServices = 'GitHub Actions, GitLab, Jenkins, CircleCI or Buildkite';

/** null on any other machine: `CI=true` alone is set by many tools, and on laptops. */
export function ciJob(environment: NodeJS.ProcessEnv = process.env): CiJob | null {
  const service = services.find(({ marks }) => isSet(marks(environment)));
  if (service === undefined) return null;
  const part = (text: string | undefined) => (isSet(text) ? excerpt(text, 200) : '?');
  const url = service.url(environment);
  return {
    actor: `ci:${service.name}:${part(service.project(environment))}#${part(service.number(environment))}`,
    url: isSet(url) && isAddress(url) ? url : null,
  };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text !== 'false';
}

/** It is shown as a link for years. */
function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && text.length <= 2000 && url.password === '';
}
