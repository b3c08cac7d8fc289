import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countInput, tokenize } from '../../../src/providers/demo/tokens.ts';

it('loses nothing: the tokens joined are the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => tokenize(text).join('') === text));
});

it.each([
  ['', []],
  ['sour apples', ['sour', ' apples']],
  ['photosynthesis', ['photosyn', 'thesis']],
  ['20261121', ['202', '611', '21']],
  ['{"a":1}\n', ['{"', 'a', '":', '1', '}', '\n']],
])('cuts %j', (text, tokens) => {
  expect(tokenize(text)).toEqual(tokens);
});

it('counts a few tokens for each message besides its text', () => {
  expect(countInput([{ content: 'sour apples' }, { content: '' }])).toBe(2 + 3 + 3);
});
