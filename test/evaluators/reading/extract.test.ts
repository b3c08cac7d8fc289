import { describe, expect, it } from 'vitest';
import { extractText } from '../../../src/evaluators/reading/extract.ts';

describe('extractText', () => {
  it.each<[string, RegExp, string | undefined]>([
    ['a1 a2', /a(\d)/, '2'],
    ['a1 a2', /a\d/, 'a2'],
    ['a1 a2', /a(\d)/g, '2'],
    ['x a1 a2 x', /a(\d)/y, '2'],
    ['A1 a2 A3', /a(\d)/i, '3'],
    ['a1 a2', /(?<letter>a)(\d)/, 'a'],
    ['1\n2', /^\d$/m, '2'],
    ['b a1', /a(\d)|b/, '1'],
    ['a1 b', /a(\d)|b/, undefined],
    ['none', /a(\d)/, undefined],
    ['', /^(.*)$/, undefined],
    ['abc', /x*/, undefined],
    ['🙂🙃', /\p{Emoji}/u, '🙃'],
  ])('%j with %s', (text, pattern, expected) => {
    expect(extractText(text, pattern)).toBe(expected);
  });

  it('neither reads nor moves the lastIndex of the given pattern', () => {
    const pattern = /a(\d)/g;
    pattern.lastIndex = 4;
    expect(extractText('a1 a2', pattern)).toBe('2');
    expect(pattern.lastIndex).toBe(4);
  });

  it('takes what a function returns, and lets its errors through', () => {
    expect(extractText('abc', (text) => text.slice(1))).toBe('bc');
    expect(extractText('abc', () => undefined)).toBeUndefined();
    expect(extractText('abc', () => '')).toBeUndefined();
    expect(() => extractText('abc', () => JSON.parse('5'))).toThrow('extract returned a number, not a text');
    expect(() =>
      extractText('abc', () => {
        throw new Error('mine');
      }),
    ).toThrow('mine');
  });

  it('looks at the first million characters', () => {
    expect(extractText(`a1${'x'.repeat(1_000_000)}a2`, /a(\d)/)).toBe('1');
    expect(extractText('x'.repeat(1_000_000), /x*?/)).toBeUndefined();
  });
});
