import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { removeResult } from '../../../src/project/runs/run-folder.ts';
import { makeProject } from '../../support/temporary-project.ts';

it('a run that goes on has no result, and nothing that a killed process left of a page', async () => {
  const project = await makeProject();
  const stays = ['cases.jsonl', 'index.html', 'index.html.mine.tmp', 'notes.blocks', 'trials.jsonl'];
  const goes = ['index.html.0a1b2c3d.blocks', 'index.html.0a1b2c3d.tmp', 'index.html.0a1b2c3d.tmp.blocks'];
  for (const name of [...stays, ...goes, 'run.json']) await project.write(name, 'x');
  await removeResult({ path: project.folder, trials: project.path('trials.jsonl') });
  expect((await readdir(project.folder)).filter((name) => name !== 'node_modules').sort()).toEqual(stays);
});
