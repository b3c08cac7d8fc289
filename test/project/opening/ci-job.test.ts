import { expect, it } from 'vitest';
import { ciJob } from '../../../src/project/opening/ci-job.ts';

const github = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/prompts', GITHUB_RUN_ID: '4711' };

it.each<[string, NodeJS.ProcessEnv, ReturnType<typeof ciJob>]>([
  [
    'GitHub Actions',
    { ...github, GITHUB_SERVER_URL: 'https://github.com', CI: 'true' },
    {
      actor: 'ci:github:acme/prompts#4711',
      url: 'https://github.com/acme/prompts/actions/runs/4711',
    },
  ],
  ['GitHub Actions without its server', github, { actor: 'ci:github:acme/prompts#4711', url: null }],
  [
    'GitLab',
    {
      GITLAB_CI: 'true',
      CI_PROJECT_PATH: 'acme/prompts',
      CI_PIPELINE_ID: '12',
      CI_JOB_URL: 'https://gitlab.example.com/acme/prompts/-/jobs/7',
    },
    { actor: 'ci:gitlab:acme/prompts#12', url: 'https://gitlab.example.com/acme/prompts/-/jobs/7' },
  ],
  [
    'Jenkins',
    {
      JENKINS_URL: 'http://jenkins:8080/',
      JOB_NAME: 'prompts/main',
      BUILD_NUMBER: '9',
      BUILD_URL: 'http://jenkins:8080/job/prompts/9/',
    },
    { actor: 'ci:jenkins:prompts/main#9', url: 'http://jenkins:8080/job/prompts/9/' },
  ],
  [
    'CircleCI',
    {
      CIRCLECI: 'true',
      CIRCLE_PROJECT_USERNAME: 'acme',
      CIRCLE_PROJECT_REPONAME: 'prompts',
      CIRCLE_BUILD_NUM: '3',
      CIRCLE_BUILD_URL: 'https://circleci.com/gh/acme/prompts/3',
    },
    { actor: 'ci:circleci:acme/prompts#3', url: 'https://circleci.com/gh/acme/prompts/3' },
  ],
  [
    'Buildkite',
    {
      BUILDKITE: 'true',
      BUILDKITE_ORGANIZATION_SLUG: 'acme',
      BUILDKITE_PIPELINE_SLUG: 'prompts',
      BUILDKITE_BUILD_NUMBER: '5',
      BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/prompts/builds/5',
    },
    { actor: 'ci:buildkite:acme/prompts#5', url: 'https://buildkite.com/acme/prompts/builds/5' },
  ],
  ['a variable that says no', { GITHUB_ACTIONS: 'false' }, null],
  [
    'an address that is none',
    { JENKINS_URL: 'x', BUILD_URL: 'javascript:alert(1)' },
    { actor: 'ci:jenkins:?#?', url: null },
  ],
  [
    'an address with a password',
    { CIRCLECI: '1', CIRCLE_BUILD_URL: 'https://me:key@ci/1' },
    { actor: 'ci:circleci:?#?', url: null },
  ],
  ['what tools on laptops set', { CI: 'true' }, null],
  ['nothing', {}, null],
])('knows %s by what it documents', (_, environment, job) => {
  expect(ciJob(environment)).toEqual(job);
});
