import { describe, expect, it } from 'vitest';
import { bothArms, compare, firstRelease, flagged, flips, grade, quality, type Row } from './observed.ts';

/** Rows of one slice. */
function slice(tag: string, counts: Parameters<typeof flips>[0]): Row[] {
  return flips(counts).map((row) => ({ ...row, tags: [tag] }));
}

describe('slices that got worse', () => {
  // By hand: 8 losses and no win have the one-sided p 2⁻⁸ = 0.00390625; 7 of 8 have 9 ÷ 256.
  it.each<[string, Row[], { slice: string; adjusted: number }[]]>([
    ['is alone', slice('a', { losses: 8 }), [{ slice: 'a', adjusted: 1 / 256 }]],
    [
      'is one of four',
      [
        ...slice('a', { losses: 8 }),
        ...slice('b', { pass: 9 }),
        ...slice('c', { wins: 8 }),
        ...slice('d', { wins: 1, losses: 1 }),
      ],
      [{ slice: 'a', adjusted: 4 / 256 }],
    ],
    [
      'is surer than another',
      [...slice('b', { losses: 7, wins: 1 }), ...slice('a', { losses: 8, pass: 30 })],
      [
        { slice: 'a', adjusted: 2 / 256 },
        { slice: 'b', adjusted: 9 / 256 },
      ],
    ],
    ['would be alone, but not among two', [...slice('a', { losses: 5 }), ...slice('b', { pass: 1 })], []],
    ['has too few flips to be sure', slice('a', { losses: 4 }), []],
    ['got better', slice('a', { wins: 30 }), []],
    ['did not change', slice('a', { pass: 30, fail: 30 }), []],
  ])('finds one that %s', (_, rows, expected) => {
    const found = compare(rows, quality).worseSlices;
    expect(found.map((entry) => entry.slice)).toEqual(expected.map((entry) => entry.slice));
    for (const [index, entry] of found.entries()) {
      expect(entry.adjusted).toBeCloseTo(expected[index]?.adjusted ?? Number.NaN, 12);
    }
  });

  it('says how many cases changed, of how many that can be compared', () => {
    const rows = [
      ...slice('a', { losses: 12, wins: 1, pass: 7 }),
      { baseline: 1, candidate: 'failed' as const, tags: ['a'] },
    ];
    const [found] = compare(rows, quality).worseSlices;
    expect(found).toMatchObject({ metric: 'quality', model: bothArms.id, slice: 'a' });
    expect(found).toMatchObject({ losses: 12, wins: 1, cases: 20 });
    expect(found?.pValue).toBeCloseTo(14 / 2 ** 13, 12);
  });

  it('counts a case with repeats once, by its mean', () => {
    const rows: Row[] = Array.from({ length: 8 }, () => ({
      baseline: [1, 1, 0],
      candidate: [1, 0, 0],
      tags: ['a'],
    }));
    const [found] = compare(rows, quality).worseSlices;
    expect(found).toMatchObject({ losses: 8, wins: 0, cases: 8 });
    expect(found?.pValue).toBeCloseTo(1 / 256, 12);
  });

  it('reads a flag that is bad the other way round', () => {
    const rows = slice('a', { losses: 8 });
    expect(compare(rows, flagged).worseSlices).toEqual([]);
    const raised = rows.map((row) => ({ ...row, baseline: 0, candidate: 1 }));
    expect(compare(raised, flagged).worseSlices).toHaveLength(1);
  });

  it('tests nothing but pass/fail metrics, and nothing without a baseline', () => {
    const rows = slice('a', { losses: 30 });
    expect(compare(rows, grade).worseSlices).toEqual([]);
    expect(compare(rows, quality, [], firstRelease).worseSlices).toEqual([]);
  });
});
