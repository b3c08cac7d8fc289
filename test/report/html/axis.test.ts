import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFor, marksOf } from '../../../src/report/html/axis.ts';

const share = fc.double({ min: -2, max: 2, noNaN: true });

describe('the shared axis', () => {
  it('keeps the order of any two shares, and zero in the middle', () => {
    fc.assert(
      fc.property(share, share, share, (widest, a, b) => {
        const axis = axisFor([{ low: -Math.abs(widest), high: null, delta: 0, limit: null }]);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(axis.position(low)).toBeLessThanOrEqual(axis.position(high));
        expect(axis.position(0)).toBe(0.5);
        expect(axis.position(a)).toBeGreaterThanOrEqual(0);
        expect(axis.position(a)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [0.06, [-0.05, -0.01, 0, 0.01, 0.05]],
    [0.5, [-0.5, -0.1, 0, 0.1, 0.5]],
    [7, [-0.5, -0.1, 0, 0.1, 0.5]],
    [0, [-0.01, -0.002, 0, 0.002, 0.01]],
  ])('has round ticks for a widest share of %d', (widest, ticks) => {
    expect(axisFor([{ low: null, high: widest, delta: null, limit: null }]).ticks).toEqual(ticks);
  });

  it('measures a score by the width of its range and an amount as it is', () => {
    const comparison = {
      metric: 'tone',
      model: 'm',
      slice: null,
      better: 'higher' as const,
      baseline: { value: 3, n: 9 },
      candidate: { value: 3.2, n: 9 },
      delta: 0.2,
      interval: null,
      pairs: 9,
      wins: 1,
      losses: 0,
      missing: 0,
    };
    const score = { id: 'tone', better: 'higher', kind: 'score', range: [1, 5] } as const;
    const bounds = { low: -0.4, high: 0.8, confidence: 0.95, method: 't' };
    expect(marksOf({ ...score, range: [1, 5] }, comparison, bounds, -0.1)).toEqual({
      low: -0.1,
      high: 0.2,
      delta: 0.05,
      limit: -0.025,
    });
    const amount = { id: 'cost', better: 'lower', kind: 'amount', range: null } as const;
    expect(marksOf(amount, comparison, null)?.delta).toBe(0.2);
    expect(marksOf({ ...amount, kind: 'score' }, comparison, null)).toBeNull();
  });
});
