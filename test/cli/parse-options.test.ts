import { expect, it } from 'vitest';
import { positiveNumber } from '../../src/cli/parse-options.ts';

const parse = positiveNumber('--max-cost');

it.each([
  ['2', 2],
  ['2.5', 2.5],
  ['.5', 0.5],
  ['1e-9', 1e-9],
  ['1.5E+2', 150],
])('%s is a number above 0', (text, value) => expect(parse(text)).toBe(value));

it.each(['0', '0e5', '1e-999', '-1', '1e400', 'x', '1e', '', 'Infinity', '0x10', '1,5'])(
  '%j is none',
  (text) => expect(() => parse(text)).toThrow('a number above 0'),
);
