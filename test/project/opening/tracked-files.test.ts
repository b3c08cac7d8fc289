import { symlink } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  linkedFolders,
  type TrackedFiles,
  trackedFiles,
} from '../../../src/project/opening/tracked-files.ts';
import { git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

let project: TemporaryProject;
let tracked: TrackedFiles;
beforeAll(async () => {
  project = await makeProject({ 'kept/a/run.json': '{}', 'forged/ab/one.json': '{}', 'whole/x.json': '{}' });
  const { folder } = project;
  await git(folder, 'init', '--quiet');
  await project.write('.cache/.keep', '');
  await symlink('../forged/ab', project.path('.cache/ab'));
  await symlink('../forged/ab/one.json', project.path('.cache/two.json'));
  await git(folder, 'add', '-f', 'kept', 'forged', '.cache/ab', '.cache/two.json');
  await git(folder, 'commit', '--quiet', '-m', 'all');
  const commit = (await git(folder, 'rev-parse', 'HEAD')).trim();
  await git(folder, 'update-index', '--add', '--cacheinfo', `160000,${commit},whole`);
  await project.write('.cache/cd/own.json', '{}');
  tracked = await trackedFiles(folder);
});
afterAll(() => project.remove());

it.each<[string, string, boolean]>([
  ['a file that is committed', 'kept/a/run.json', true],
  ['a file that is not', '.cache/cd/own.json', false],
  ['a file that is not there', '.cache/cd/none.json', false],
  ['a file below a link that is committed', '.cache/ab/one.json', true],
  ['a link that is committed', '.cache/two.json', true],
  ['a file of a submodule', 'whole/x.json', true],
])('tells what git tracks from what a job left: %s', (_, path, expected) => {
  expect(tracked.holds(project.path(path))).toBe(expected);
});

it.each<[string, string, boolean]>([
  ['with a file that is committed', 'kept/a', true],
  ['of nothing but what is not', '.cache/cd', false],
  ['that is a link', '.cache/ab', true],
  ['above all', 'kept', true],
])('tells it of a folder %s', (_, path, expected) => {
  expect(tracked.holdsAnyOf(project.path(path))).toBe(expected);
});

it('finds the links to folders and the submodules, of which git lists no content', async () => {
  expect(await linkedFolders(project.folder)).toEqual(['.cache/ab', 'whole']);
});

it('ends where git refuses to look at the repository', async () => {
  const odd = await makeProject({ '.git/HEAD': 'no repository', 'a.json': '{}' });
  await expect(trackedFiles(odd.folder)).rejects.toThrow("git can't tell which files");
  await odd.remove();
});

it('finds nothing outside of git', async () => {
  const plain = await makeProject({ 'a.json': '{}' });
  expect((await trackedFiles(plain.folder)).holds(plain.path('a.json'))).toBe(false);
  await plain.remove();
});
