import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadProblems } from '../../src/config/load-problem.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

it("names a line of the user's, not of ours or a package's, even where both lie in one folder", () => {
  const file = join(repository, 'prompteval.config.ts');
  const frames = [
    'src/evaluators/exact-match.ts:19:29',
    'node_modules/a/b.js:1:1',
    'prompteval.config.ts:5:68',
  ];
  const error = new Error('no');
  error.stack = ['Error: no', ...frames.map((frame) => `    at call (${join(repository, frame)})`)].join(
    '\n',
  );
  expect(loadProblems(error, file, 'this config', [])).toEqual([
    { file: 'prompteval.config.ts', line: 5, message: 'this config could not be loaded: no' },
  ]);
});

it('names the file alone where the stack names no line of it', () => {
  const error = new Error('no');
  delete error.stack;
  expect(loadProblems(error, join(repository, 'a.ts'), 'a.ts', [])).toEqual([
    { file: 'a.ts', message: 'a.ts could not be loaded: no' },
  ]);
});
