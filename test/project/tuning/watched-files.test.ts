import { rename, utimes } from 'node:fs/promises';
import { relative } from 'node:path';
import { expect, it } from 'vitest';
import { codeFiles, WatchedFiles } from '../../../src/project/tuning/watched-files.ts';
import { makeProject } from '../../support/temporary-project.ts';

it('sees what was written, renamed over, taken away and put back, and nothing else', async () => {
  const project = await makeProject({ a: 'one', b: 'one' });
  const files = [project.path('a'), project.path('b')];
  const watched = new WatchedFiles();
  const changes = async () => (await watched.changes(files)).map((file) => relative(project.folder, file));
  expect(await changes()).toEqual([]);
  await project.write('a', 'two');
  expect(await changes()).toEqual(['a']);
  expect(await changes()).toEqual([]);
  await project.write('b.new', 'two');
  await rename(project.path('b.new'), project.path('b'));
  expect(await changes()).toEqual(['b']);
  // Saved without a change, as editors do.
  await project.write('a', 'two');
  await utimes(project.path('a'), new Date(1e12), new Date(1e12));
  expect(await changes()).toEqual([]);
  await rename(project.path('a'), project.path('away'));
  expect(await changes()).toEqual(['a']);
  await rename(project.path('away'), project.path('a'));
  expect(await changes()).toEqual(['a']);
});

it('finds what a config names, and what that names', async () => {
  const project = await makeProject({
    'prompteval.config.ts': `import own from './evaluators/own.ts';\nimport { defineConfig } from 'prompteval';\nconst other = './evaluators/other.mjs';`,
    'evaluators/own.ts': `import { words } from '../lib/words';\nexport { words } from "./missing.ts";`,
    'evaluators/other.mjs': `import data from './data.json' with { type: 'json' };`,
    'evaluators/data.json': '["./deep.js"]',
    'evaluators/deep.js': "require('./own.ts'); require('..')",
    'lib/words.ts': '',
    'lib/unused.ts': '',
  });
  const found = await codeFiles(project.path('prompteval.config.ts'));
  expect(found.map((file) => relative(project.folder, file)).sort()).toEqual([
    'evaluators/data.json',
    'evaluators/deep.js',
    'evaluators/other.mjs',
    'evaluators/own.ts',
    'lib/words.ts',
    'prompteval.config.ts',
  ]);
});
