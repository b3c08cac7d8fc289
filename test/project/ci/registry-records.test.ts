import { rm, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedPrompts } from '../../../src/project/ci/changed-prompts.ts';
import { withPolicy } from '../../../src/project/ci/policy.ts';
import { lostRecords } from '../../../src/project/ci/registry-records.ts';
import { removedPrompts } from '../../../src/project/ci/removed-prompts.ts';
import { findPrompt, openProject } from '../../../src/project/opening/open-project.ts';
import { atRevision } from '../../../src/project/opening/revision.ts';
import {
  blobKey,
  foldersOfRelease,
  incidentsFolder,
  numberedKey,
  reviewKey,
} from '../../../src/registry/keys.ts';
import { commitAll, git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const registry = '.prompteval/registry';
const [, plans = '', versions = ''] = foldersOfRelease('say', 'stable');
const keys = {
  version: numberedKey(versions, 1),
  evidence: blobKey('0'.repeat(64)),
  plan: `${plans}${'1'.repeat(64)}.json`,
  approval: `approvals/say/${'1'.repeat(64)}/${'2'.repeat(64)}.json`,
  answer: `answers/say/${'3'.repeat(64)}/0000000001.json`,
  review: reviewKey('say', 'staging', 1),
  incident: numberedKey(incidentsFolder('say'), 1),
  signature: 'signatures/say/staging/0000000001.json',
};
const later = numberedKey(versions, 2);
const say = '"say": { "dataset": "say.csv", "evaluators": ["exactMatch"], "gates": [] }';
const configOf = (prompts: string, more = '') => `{ "prompts": { ${prompts} }${more} }`;

let project: TemporaryProject;
beforeEach(async () => {
  project = await makeProject({
    'prompteval.config.json': configOf(say),
    'say.csv': 'id,word,expected\na,one,one\n',
    'prompts/say.prompt.yml':
      'name: say\nmodel: demo/in-context\nmessages:\n  - {role: user, content: "Say {{word}}"}\n',
    ...Object.fromEntries(Object.values(keys).map((key) => [`${registry}/${key}`, `{"of":"${key}"}\n`])),
    [`${registry}/README.md`]: 'Words\n',
  });
  await git(project.folder, 'init', '--quiet', '-b', 'change');
  await commitAll(project.folder);
  // The protected branch has gone on since.
  await git(project.folder, 'checkout', '--quiet', '-b', 'main');
  await project.write(`${registry}/${later}`, '{"later":true}\n');
  await commitAll(project.folder);
  await git(project.folder, 'checkout', '--quiet', 'change');
});
afterEach(() => project.remove());

async function told(): Promise<string[][]> {
  const opened = await openProject({ cwd: project.folder });
  const prompt = findPrompt(opened, 'say');
  const { changed } = await changedPrompts(opened, [prompt], 'main');
  const looser = await withPolicy(opened, prompt, { name: 'main' }, async ({ policy }) =>
    (policy?.changes ?? []).filter(({ isLooser }) => isLooser).map(({ text }) => text),
  );
  return [changed.flatMap(({ changes }) => changes), looser];
}

const words = (path: string) =>
  `1 record of the registry that this branch had is gone or rewritten: ${registry}/${path}. A registry only grows; to have them back: git checkout main -- <path>`;

it('tells every record that a branch takes out or rewrites, and none that it never had', async () => {
  expect(await told()).toEqual([[], []]);
  const opened = await openProject({ cwd: project.folder });
  await atRevision(opened, '--since', 'main', async (revision) => {
    for (const key of Object.values(keys)) {
      const path = `${registry}/${key}`;
      const text = await project.read(path);
      await rm(project.path(path));
      expect(await lostRecords(opened, revision)).toEqual([{ path, digest: null }]);
      await project.write(path, '{"other":true}\n');
      const [rewritten, ...others] = await lostRecords(opened, revision);
      expect([rewritten?.path, rewritten?.digest, others]).toEqual([path, expect.any(String), []]);
      await project.write(path, text);
    }
    await rm(project.path(`${registry}/README.md`));
    await project.write(`${registry}/${numberedKey(incidentsFolder('say'), 2)}`, '{}\n');
    expect(await lostRecords(opened, revision)).toEqual([]);
  });
  await rm(project.path(`${registry}/${keys.version}`));
  expect(await told()).toEqual([['records of the registry'], [words(keys.version)]]);
});

it.each<[string, string]>([
  ['that has gone with its folder', ''],
  ['on a branch of a remote, which merges what this does', ', "registry": {"git": {"branch": "main"}}'],
  ['that the change puts elsewhere', ', "registry": "elsewhere"'],
])('tells of a registry %s', async (_, more) => {
  await project.write('prompteval.config.json', configOf(say, more));
  await rm(project.path('.prompteval'), { recursive: true });
  await symlink('/nowhere', project.path('.prompteval'));
  const opened = await openProject({ cwd: project.folder });
  const { changed } = await changedPrompts(opened, [findPrompt(opened, 'say')], 'main');
  expect(changed.flatMap(({ changes }) => changes)).toContain('records of the registry');
});

it('lets no prompt be taken out of the config with its records', async () => {
  const other = say.replace('"say": {', '"other": { "file": "prompts/say.prompt.yml",');
  await project.write('prompteval.config.json', configOf(other));
  const removed = async () => removedPrompts(await openProject({ cwd: project.folder }), 'main');
  expect(await removed()).toMatchObject([{ name: 'say' }]);
  await rm(project.path(`${registry}/${keys.version}`));
  await expect(removed()).rejects.toMatchObject({ problems: [{ message: words(keys.version) }] });
});
