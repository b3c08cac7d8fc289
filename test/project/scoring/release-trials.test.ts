import { expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import { shareCases } from '../../../src/project/scoring/release-trials.ts';
import { loadFixture } from '../../report/support.ts';
import { makeProject } from '../../support/temporary-project.ts';

const look: Case = {
  id: 'a',
  variables: { photo: 'red.png' },
  tags: [],
  critical: false,
  split: null,
  images: { photo: 'sha256:1' },
};
const { images: _, ...unknown } = look;

it.each<[string, Case, Case, number]>([
  ['the same picture', look, look, 0],
  ['another one under its name', look, { ...look, images: { photo: 'sha256:2' } }, 1],
  ['a run that does not say which it had', unknown, look, 0],
  ['one that is gone', look, unknown, 1],
])('a case counts as changed by its pictures: %s', async (_title, then, today, changed) => {
  const { folder } = await makeProject({ 'cases.jsonl': `${JSON.stringify(then)}\n` });
  const { run } = await loadFixture('promoted');
  expect(await shareCases({ run, folder }, [today])).toMatchObject({ changed, added: 0, removed: 0 });
});
