import { expect, it } from 'vitest';
import { insteadOfStart, readStart } from '../../../src/project/runs/run-start.ts';
import { makeProject } from '../../support/temporary-project.ts';

it.each([
  ['no start.json', null],
  ['an empty start.json', ''],
  ['an empty start.json', '\n'],
  ["a start.json that this version can't read", '{"formatVersion":1'],
  ["a start.json that this version can't read", '{"formatVersion":2}'],
])('a folder may have %s (%j) where a start is looked for', async (said, text) => {
  const project = await makeProject(text === null ? {} : { 'start.json': text });
  expect(await readStart(project.folder)).toBeNull();
  expect(await insteadOfStart(project.folder)).toBe(said);
});
