import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { Metric } from '../../src/core/score.ts';
import { settleScores } from '../../src/runner/settle-scores.ts';

function settled(value: number, range: [number, number], kind: Metric['kind'] = 'score'): unknown {
  const metric: Metric = { id: 'm', better: 'higher', kind, range };
  const evaluator: Evaluator = {
    ...{ name: 'e', version: '1', metrics: [metric] },
    evaluate: () => ({ metric: 'm', value }),
  };
  const [score] = settleScores(evaluator, { metric: 'm', value });
  return score && 'value' in score ? score.value : 'unscored';
}

describe('a value just beyond its range', () => {
  it.each<[value: number, range: [number, number], settled: number | 'unscored']>([
    [1 + 1e-12, [0, 1], 1],
    [-1e-12, [0, 1], 0],
    [1 + 2e-9, [0, 1], 'unscored'],
    [-2e-9, [0, 1], 'unscored'],
    [5 + 3e-9, [1, 5], 5],
    [1e9 + 1, [-1e9, 1e9], 1e9],
    [1e9 + 3, [-1e9, 1e9], 'unscored'],
    [-1, [0, Number.POSITIVE_INFINITY], 'unscored'],
    [0.1 + 0.2, [0, 0.3], 0.3],
  ])('%d of %j becomes %s', (value, range, expected) => {
    expect(settled(value, range)).toBe(expected);
  });

  it('is a pass where there are but two', () => {
    expect(settled(1 + 1e-12, [0, 1], 'binary')).toBe(1);
  });

  it('is changed nowhere else', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 3, noNaN: true }), (value) => {
        expect(settled(value, [-2, 3])).toBe(value);
      }),
    );
  });
});

describe('a reason', () => {
  const metric: Metric = { id: 'm', better: 'higher', kind: 'binary', range: [0, 1] };
  const evaluator: Evaluator = { name: 'e', version: '1', metrics: [metric], evaluate: () => [] };

  it('is kept as it is, and cut where it repeats a whole answer', () => {
    const kept = `first\n${'x'.repeat(4990)}`;
    const long = '😀'.repeat(4_000_000);
    for (const [given, reason] of [
      [kept, kept],
      [long, `${'😀'.repeat(2499)}\ufffd…`],
    ]) {
      expect(settleScores(evaluator, { metric: 'm', value: 0, reason: given })).toEqual([
        { metric: 'm', value: 0, reason },
      ]);
      expect(settleScores(evaluator, { metric: 'm', unscored: given })).toEqual([
        { metric: 'm', unscored: reason },
      ]);
    }
  });
});
