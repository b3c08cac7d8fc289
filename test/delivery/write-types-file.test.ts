import { mkdir, readlink, symlink } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { typesFile } from '../../src/delivery/types-file.ts';
import { writeTypesFile } from '../../src/delivery/write-types-file.ts';
import { makeProject } from '../support/temporary-project.ts';

const older = typesFile([]);
const newer = typesFile([{ prompt: 'greet', aliases: [], versions: [], variables: [] }]);

it('writes a new file, and over one of its own, also with the line ends of Windows', async () => {
  const project = await makeProject();
  const file = project.path('src/prompts.d.ts');
  expect(await writeTypesFile(file, 'prompts.d.ts', older)).toBe(true);
  expect(await writeTypesFile(file, 'prompts.d.ts', older)).toBe(false);
  await project.write('src/prompts.d.ts', older.replaceAll('\n', '\r\n'));
  expect(await writeTypesFile(file, 'prompts.d.ts', newer)).toBe(true);
  expect(await project.read('src/prompts.d.ts')).toBe(newer);
});

it.each([
  ['a dataset', 'id,subject\n1,hello\n'],
  ['an empty file', ''],
  ['types with something before them', `import './mine';\n${older}`],
])('writes nothing over %s', async (_, text) => {
  const project = await makeProject({ 'mine.csv': text });
  await expect(writeTypesFile(project.path('mine.csv'), 'mine.csv', newer)).rejects.toThrow(
    'mine.csv: is there already and was not written by prompteval types',
  );
  expect(await project.read('mine.csv')).toBe(text);
});

it('writes nothing in the place of a folder', async () => {
  const project = await makeProject();
  await mkdir(project.path('src'));
  const path = project.path('src');
  await expect(writeTypesFile(path, 'src', newer)).rejects.toMatchObject({ code: 'EISDIR', path });
  expect(await project.list()).toEqual([]);
});

it('writes nothing over a link that leads nowhere', async () => {
  const project = await makeProject();
  await symlink('elsewhere', project.path('mine.csv'));
  await expect(writeTypesFile(project.path('mine.csv'), 'mine.csv', newer)).rejects.toThrow(
    'mine.csv: is there',
  );
  expect(await readlink(project.path('mine.csv'))).toBe('elsewhere');
});
