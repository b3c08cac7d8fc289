import { expect, it } from 'vitest';
import { importedCode } from '../../../src/config/code/imported-code.ts';
import { makeProject } from '../../support/temporary-project.ts';

const names = async (source: string) => {
  const project = await makeProject({ 'own.ts': source, 'a.ts': 'export default 1;\n', 'from.ts': '' });
  const found = await importedCode([project.path('own.ts')]);
  return [...found.keys()].map((path) => path.slice(project.folder.length + 1)).sort();
};

it.each<[string, string, string[]]>([
  ['a default', "import a from './a.ts';", ['a.ts']],
  ['its effect', "import './a.ts';", ['a.ts']],
  ['a part that is a type', "import { type A } from './a.ts';", ['a.ts']],
  ['a name that is `type`', "import type from './a.ts';", ['a.ts']],
  ['a name beside `type`', "import type, { b } from './a.ts';", ['a.ts']],
  ['what is exported again', "export * from './a.ts';", ['a.ts']],
  ['what is required', "const a = require('./a');", ['a.ts']],
  ['a type', "import type A from './a.ts';", []],
  ['types', "import type { A,\n B } from './a.ts';\nimport type{ C } from './a.ts';", []],
  ['all types', "import type * as types from './a.ts';", []],
  ['types that are exported again', "export type { A } from './a.ts';\nexport type * from './a.ts';", []],
  ['a type, and then a value', "export type A = B;\nimport b from './a.ts';", ['a.ts']],
  ['a package', "import a from 'a.ts';", []],
])('finds %s', async (_, source, expected) => {
  expect(await names(source)).toEqual([...expected, 'own.ts']);
});

it.each([
  ['own.ts', true],
  ['words.txt', false],
])('compares %s by its line ends: they count in data alone', async (file, isSame) => {
  const project = await makeProject({ [file]: 'one\ntwo\n' });
  const digest = async () => [...(await importedCode([project.path(file)])).values()];
  const before = await digest();
  await project.write(file, 'one\r\ntwo\r\n');
  expect(JSON.stringify(await digest()) === JSON.stringify(before)).toBe(isSame);
  await project.write(file, 'one\ntwo \n');
  expect(await digest()).not.toEqual(before);
});
