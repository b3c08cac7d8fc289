import { afterAll, beforeAll, expect, it } from 'vitest';
import { startForgeServer } from '../support/forge-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { parseXml } from '../support/xml.ts';
import { makeCiProject, promptFile, releasedRepository } from './ci-project.ts';

let start: TemporaryProject;
beforeAll(async () => {
  start = await releasedRepository();
}, 60_000);
afterAll(() => start.remove());

it('a merge request with a regression is blocked, and its one note is updated', async () => {
  const gitlab = await startForgeServer([
    { id: 1, body: 'Nice' },
    { id: 2, body: 'Well' },
    { id: 3, body: 'Fine' },
  ]);
  const project = await makeCiProject(start, gitlab.url);
  const base = project.git('rev-parse', 'HEAD');
  project.git('checkout', '-q', '-b', 'change');
  await project.breakPrompt();
  const head = project.commit('Break it');
  const env = {
    ...{
      CI: 'true',
      GITLAB_CI: 'true',
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
    },
    ...{ CI_PROJECT_ID: '42', CI_MERGE_REQUEST_PROJECT_ID: '42', CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '42' },
    ...{
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_COMMIT_SHA: head,
    },
    ...{
      CI_API_V4_URL: `${gitlab.url}/api/v4`,
      CI_JOB_URL: 'https://gitlab.com/g/p/-/jobs/5',
      CI_DEFAULT_BRANCH: 'main',
    },
    ...{ CI_PROJECT_DIR: project.folder, PROMPTEVAL_GITLAB_TOKEN: 'glpat-secretsecret' },
  };
  const job = () => runCli(['ci'], { cwd: project.folder, env });

  const blocked = await job();
  expect(blocked.exitCode, blocked.stderr).toBe(1);
  expect(gitlab.comments).toHaveLength(4);
  const note = gitlab.comments.at(-1);
  expect(note?.body).toContain('## ✖ Blocked: mail-topic draft — stable stays at v1');
  expect(note?.body).toContain('[log and full report](https://gitlab.com/g/p/-/jobs/5)');
  expect(blocked.stdout).not.toMatch(/^::/m);

  await project.write(promptFile, `${await project.read(promptFile)}# again\n`);
  project.commit('Still broken');
  expect((await job()).exitCode).toBe(1);
  expect(gitlab.comments).toHaveLength(4);
  expect(gitlab.sent('PUT').map(({ path }) => path)).toEqual([
    `/api/v4/projects/42/merge_requests/7/notes/${note?.id}`,
  ]);
  expect(`${blocked.stdout}${blocked.stderr}`).not.toContain('glpat-secret');

  const reports = (await project.list('reports')).filter((file) => file.endsWith('junit.xml'));
  expect(reports.length).toBeGreaterThan(1);
  const junit = await project.read(reports.at(-1) ?? '');
  expect(junit).toContain('<failure');
  expect(() => parseXml(junit)).not.toThrow();
}, 60_000);
