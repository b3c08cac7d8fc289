import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, withContext } from '../../src/report/line-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });

describe('diffLines', () => {
  it('holds both texts, whole and in order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        expect(diff.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(before);
        expect(diff.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(after);
      }),
    );
  });

  it('finds the shortest edit', () => {
    const kinds = (before: string, after: string) =>
      diffLines(before.split(''), after.split('')).filter((line) => line.kind === 'same').length;
    expect(kinds('abcabba', 'cbabac')).toBe(4);
    expect(kinds('same', 'same')).toBe(4);
    expect(kinds('abc', 'xyz')).toBe(0);
  });
});

describe('withContext', () => {
  it('keeps a few lines around a change and marks what it leaves out', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const after = before.with(10, 'changed');
    const kept = withContext(diffLines(before, after), 2);
    expect(kept.map((line) => line?.text ?? null)).toEqual([
      null,
      'line 8',
      'line 9',
      'line 10',
      'changed',
      'line 11',
      'line 12',
      null,
    ]);
  });
});
