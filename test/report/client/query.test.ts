import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askedValue,
  parseQuery,
  type QueryKey,
  queryKeys,
  withValue,
} from '../../../src/report/client/query.ts';

const none = { slice: [], model: [], eval: [], status: [], words: [] };

describe('a search', () => {
  it.each<[string, Partial<ReturnType<typeof parseQuery>>]>([
    ['', {}],
    ['  ', {}],
    ['Refund  NOW', { words: ['refund', 'now'] }],
    ['slice:billing status:worse text', { slice: ['billing'], status: ['worse'], words: ['text'] }],
    ['slice:a slice:b', { slice: ['a', 'b'] }],
    ['model:openai/gpt-4.1', { model: ['openai/gpt-4.1'] }],
    ['slice:"two words" "and more"', { slice: ['two words'], words: ['and more'] }],
    ['slice:"never closed', { slice: ['never closed'] }],
    ['SLICE:Billing', { slice: ['billing'] }],
    ['https://example.com', { words: ['https://example.com'] }],
    ['note:"a b"', { words: ['note:a b'] }],
    ['slice:"an ""own"" name"', { slice: ['an "own" name'] }],
    ['slice:', { words: ['slice:'] }],
    ['slice:""', {}],
  ])('reads %j', (text, expected) => {
    expect(parseQuery(text)).toEqual({ ...none, ...expected });
  });

  it.each<[string, QueryKey, string | null, string]>([
    ['', 'slice', 'billing', 'slice:billing'],
    ['word', 'slice', 'two words', 'slice:"two words" word'],
    ['slice:a word slice:b', 'slice', 'c', 'slice:c word'],
    ['slice:a word', 'slice', null, 'word'],
    ['model:m "some words"', 'slice', 'a', 'slice:a model:m "some words"'],
  ])('of %j asks for %s:%s as %j', (text, key, value, expected) => {
    expect(withValue(text, key, value)).toBe(expected);
  });

  it('finds again what a menu wrote, and leaves the rest alone', () => {
    const value = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...queryKeys), value, (text, key, wanted) => {
        const before = parseQuery(text);
        const after = withValue(text, key, wanted);
        expect(askedValue(after, key)).toBe(wanted);
        const { [key]: _, ...rest } = parseQuery(after);
        const { [key]: __, ...kept } = before;
        expect(rest).toEqual(kept);
      }),
    );
  });
});
