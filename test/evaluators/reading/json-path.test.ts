import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { parseJsonPath, readJsonPath } from '../../../src/evaluators/reading/json-path.ts';

describe('parseJsonPath', () => {
  it.each([
    ['a', ['a']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['[0][12]', [0, 12]],
    ['answers["two words"].x-y', ['answers', 'two words', 'x-y']],
    ['["a.b"]', ['a.b']],
    ['["say \\"hi\\""]', ['say "hi"']],
    ['größe.数', ['größe', '数']],
  ])('%s', (text, expected) => {
    expect(parseJsonPath(text)).toEqual(expected);
  });

  it.each([[''], ['a..b'], ['a.'], ['a[b]'], ['a[-1]'], ['a[0'], ['a[0]b'], ['a b'], ['["\\q"]'], ['a["x]']])(
    '%j is no path',
    (text) => {
      expect(parseJsonPath(text)).toBeUndefined();
    },
  );
});

describe('readJsonPath', () => {
  const value: Json = JSON.parse('{"a":{"b":[{"c":null},0,""]},"__proto__":{"d":1}}');

  it.each<[string, Json | undefined]>([
    ['a.b[0].c', null],
    ['a.b[1]', 0],
    ['a.b[2]', ''],
    ['a.b[3]', undefined],
    ['a.b.length', undefined],
    ['a.b.0', undefined],
    ['a[0]', undefined],
    ['a.b[0].c.d', undefined],
    ['constructor', undefined],
    ['a.toString', undefined],
    ['__proto__.d', 1],
  ])('%s', (path, expected) => {
    expect(readJsonPath(value, parseJsonPath(path) ?? [])).toEqual(expected);
  });
});
