import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/core/score.ts';
import { type CompositeOptions, composite } from '../../src/evaluators/composite.ts';
import { contextOf, scoreIn } from './context.ts';

const value = (metric: string, number: number): Score => ({ metric, value: number });

function scored(options: Partial<CompositeOptions>, scores: Score[]) {
  const evaluator = composite({ metric: 'overall', of: { a: 0.7, b: 0.3 }, ...options });
  return scoreIn(evaluator, { ...contextOf('x'), scores });
}

describe('composite', () => {
  it.each<[Partial<CompositeOptions>, Score[], object]>([
    [{}, [value('a', 1), value('b', 0.5)], { value: 0.85 }],
    [{}, [value('a', 1), value('b', 1), value('c', 0)], { value: 1 }],
    [{}, [value('a', 0), value('b', 0)], { value: 0 }],
    [{ of: { a: 1, b: -0.5 } }, [value('a', 1), value('b', 1)], { value: 0.5 }],
    [{ of: { a: 0.1, b: 0.2, c: 0.7 } }, ['a', 'b', 'c'].map((id) => value(id, 1)), { value: 1 }],
    [{ range: [1, 5] }, [value('a', 5), value('b', 5)], { value: 5 }],
    [{}, [value('a', 1)], { unscored: 'no evaluator before it measures "b"' }],
    [{}, [value('a', 1), { metric: 'b', unscored: 'too long' }], { unscored: '"b" is unscored: too long' }],
    [
      {},
      [value('a', 1), { metric: 'b', unscored: 'nobody yet', awaits: 'review' }],
      { unscored: '"b" is unscored: nobody yet', awaits: 'review' },
    ],
  ])('%j of %j', async (options, scores, score) => {
    expect(await scored(options, scores)).toEqual({ metric: 'overall', ...score });
  });

  it.each<[Record<string, number>, [number, number]]>([
    [{ a: 0.1, b: 0.2, c: 0.7 }, [0, 1]],
    [{ a: 2, b: -1 }, [-1, 2]],
  ])('%j reaches %j where its parts go from 0 to 1', (of, range) => {
    const evaluator = composite({ metric: 'overall', of, better: 'lower' });
    expect(evaluator.metrics).toEqual([{ id: 'overall', better: 'lower', kind: 'score', range }]);
    expect(evaluator.needsMetrics).toEqual(Object.keys(of));
  });
});
