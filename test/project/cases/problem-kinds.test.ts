import { expect, it } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import { ProblemKinds } from '../../../src/project/cases/problem-kinds.ts';

const at = (line: number): Problem => ({ file: 'a.csv', line, message: `case ${line}` });

function shown(words: readonly string[]): string[] {
  const problems = new ProblemKinds();
  for (const [index, each] of words.entries()) problems.add(each, at(index + 1));
  return problems.shown().map(({ line, message, more = 0 }) => `${line}: ${message} (${more})`);
}

it('lists the first of each kind, and counts the others where they begin', () => {
  const words = ['is gone', 'has 5.7 MB', ...Array(6).fill('is gone'), 'has 12 MB', 'is "x"', 'is "y"'];
  expect(shown(words)).toEqual([
    ...['1: case 1 (0)', '3: case 3 (0)', '4: case 4 (0)', '5: case 5 (0)', '6: case 6 (0)'],
    '7: and 2 more like these (2)',
    ...['2: case 2 (0)', '9: case 9 (0)', '10: case 10 (0)', '11: case 11 (0)'],
  ]);
});

it('keeps the others for who wants all of them', () => {
  const problems = new ProblemKinds();
  for (let line = 1; line <= 7; line++) problems.add('is gone', at(line));
  problems.add('is gone', at(7), true);
  expect(problems.shown().at(-1)).toMatchObject({ line: 6, more: 3, rest: [at(6), at(7)] });
});

it('is finished where every case is of its own kind', () => {
  const words = Array.from({ length: 1000 }, (_, index) => `is ${'x'.repeat(index)}`);
  expect(shown(words)).toHaveLength(50 + 5 + 1);
  expect(shown(words).at(-1)).toBe('56: and 945 more like these (945)');
});

it('has none', () => {
  expect(shown([])).toEqual([]);
});
