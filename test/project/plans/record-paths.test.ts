import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProject } from '../../../src/project/opening/open-project.ts';
import { notRecords } from '../../../src/project/plans/record-paths.ts';
import { git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const id = '20261121-154501-9f3c1a';
const hash = 'ab'.repeat(32);
const prompts = { say: { dataset: 'reports/say.csv', evaluators: [{ use: 'exactMatch' }], gates: [] } };
const records = [
  `reports/say/${id}/run.json`,
  'reports/say/history.html',
  '.prompteval/registry/versions/say/0000000001.json',
  `.prompteval/registry/approvals/say/${hash}/${hash}.json`,
  `.prompteval/registry/blobs/sha256/${hash}`,
  '.prompteval/attempts/say.jsonl',
  '.prompteval/cache/ab/cd.json',
];
const others = [
  'prompteval.config.json',
  'prompts/say.prompt.yml',
  'reports/say.csv',
  '.prompteval/registry/say.csv',
  '.prompteval/registry/versions/say/1.csv',
  '.prompteval/attempts/deep/say.jsonl',
];

let project: TemporaryProject;
beforeAll(async () => {
  project = await makeProject(
    Object.fromEntries([...records, ...others].map((file) => [`a[b]/${file}`, ''])),
  );
  await git(project.folder, 'init', '--quiet');
});
afterAll(() => project.remove());

it.each<[string, object, string[]]>([
  ['folders as they are', {}, others],
  // Only what is named like a run or a record, wherever that is.
  [
    'the project itself as the folder of reports',
    { reports: '.' },
    [...others, `reports/say/${id}/run.json`, 'reports/say/history.html'],
  ],
])('tells what is written by people: %s', async (_, settings, expected) => {
  await project.write('a[b]/prompteval.config.json', JSON.stringify({ prompts, ...settings }));
  const { config } = await openProject({ cwd: project.path('a[b]') });
  for (const from of [config.root, project.folder]) {
    const listed = await git(from, 'ls-files', '--others', '--full-name', ...notRecords(config, from));
    expect(listed.trim().split('\n').sort()).toEqual(expected.map((file) => `a[b]/${file}`).sort());
  }
});
