import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/core/comparison.ts';
import {
  bothArms,
  compare,
  firstRelease,
  flagged,
  grade,
  type Measured,
  model,
  noWorseThan,
  quality,
  type Row,
} from './observed.ts';

function overall(rows: readonly Row[], ...more: [pairing?: typeof firstRelease]): Comparison | undefined {
  return compare(rows, quality, [], ...more).comparisons.find((entry) => entry.slice === null);
}

describe('pass^k', () => {
  it.each<[string, Row[], Comparison['passK']]>([
    [
      'the share of cases in which every trial passed',
      [
        { baseline: [1, 1, 1], candidate: [1, 1, 1] },
        { baseline: [1, 1, 0], candidate: [1, 1, 1] },
        { baseline: [0, 0, 0], candidate: [0, 1, 1] },
        { baseline: [0, 0, 0], candidate: [1, 1, 1] },
      ],
      { baseline: 0.25, candidate: 0.75 },
    ],
    [
      'about the cases whose trials all have a score',
      [
        { baseline: [1, 'failed'], candidate: [1, 1] },
        { baseline: [1, 1], candidate: [1, null] },
        { baseline: [0, 1], candidate: [0, null] },
      ],
      { baseline: 0.5, candidate: 1 },
    ],
    [
      'unknown where no case has all',
      [{ baseline: [1, 1], candidate: [1, null] }],
      { baseline: 1, candidate: null },
    ],
    ['not there for single trials', [{ baseline: 1, candidate: 1 }], undefined],
  ])('is %s', (_, rows, expected) => {
    expect(overall(rows)?.passK).toEqual(expected);
  });

  it('has no baseline where the run has none', () => {
    expect(overall([{ candidate: [1, 1] }], firstRelease)?.passK).toEqual({ baseline: null, candidate: 1 });
  });

  it('takes the better end of a flag that is bad', () => {
    const [shown] = compare([{ baseline: [0, 0], candidate: [1, 0] }], flagged).comparisons;
    expect(shown?.passK).toEqual({ baseline: 1, candidate: 0 });
  });

  it('is not there for scores, and stays where a gate asks', () => {
    const rows = [{ baseline: [1, 1], candidate: [1, 0] }];
    expect(compare(rows, grade).comparisons[0]).not.toHaveProperty('passK');
    const [shown] = compare(rows, quality, [noWorseThan('quality', 0.05)]).comparisons;
    expect(shown).toMatchObject({ passK: { baseline: 1, candidate: 0 }, flaky: 0 });
  });
});

describe('flaky cases', () => {
  it.each<[string, Measured[], Measured[], { passed: number; trials: number } | null]>([
    ['disagree', [1, 0, 1], [1, 1, 1], { passed: 2, trials: 3 }],
    ['disagree and lack one', [1, 0, 'failed'], [1, 1, 1], { passed: 1, trials: 2 }],
    ['agree to pass', [1, 1, 1], [1, 1, 1], null],
    ['agree to fail', [0, 0, 0], [0, 0, 0], null],
    ['agree where they have a score', [1, null, 1], [1, 1, 1], null],
    ['agree, though the candidate’s do not', [1, 1, 1], [0, 1, 1], null],
    ['are all missing', [null, null, null], [1, 1, 1], null],
  ])('are those whose baseline trials %s', (_, baseline, candidate, expected) => {
    const { flaky, comparisons } = compare([{ id: 'a', baseline, candidate }], quality);
    expect(flaky).toEqual(expected === null ? [] : [{ case: 'a', model, metric: 'quality', ...expected }]);
    expect(comparisons[0]?.flaky).toBe(flaky.length);
  });

  it('come with the coin flips first, at most a hundred, and are all counted', () => {
    const rows: Row[] = Array.from({ length: 130 }, (_, index) => ({
      baseline: index === 129 ? [1, 1, 0, 0] : [1, 1, 1, 0],
      candidate: [1, 1, 1, 1],
    }));
    const { flaky, comparisons } = compare(rows, quality);
    expect(flaky).toHaveLength(100);
    expect(flaky.slice(0, 2).map((entry) => entry.case)).toEqual(['case-130', 'case-001']);
    expect(comparisons[0]?.flaky).toBe(130);
  });

  it.each([
    ['single trials', [{ baseline: 1, candidate: 0 }], quality, bothArms],
    ['scores', [{ baseline: [3, 5], candidate: [3, 5] }], grade, bothArms],
    ['a first release', [{ candidate: [0, 1] }], quality, firstRelease],
  ])('are not looked for in %s', (_, rows, metric, pairing) => {
    expect(compare(rows, metric, [], pairing).flaky).toEqual([]);
  });
});
