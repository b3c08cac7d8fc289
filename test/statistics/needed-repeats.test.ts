import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededRepeats } from '../../src/statistics/needed-repeats.ts';

describe('neededRepeats', () => {
  it.each([
    ['all of the spread is within cases', { variance: 0.1, within: 0.1, repeats: 1 }, 0.02, 5],
    ['the same, seen with two trials', { variance: 0.05, within: 0.1, repeats: 2 }, 0.02, 5],
    ['half of what is left is between cases', { variance: 0.11, within: 0.1, repeats: 1 }, 0.02, 10],
    ['what is between cases is too much alone', { variance: 0.13, within: 0.1, repeats: 1 }, 0.02, null],
    ['fewer than there are would be enough', { variance: 0.01, within: 0.1, repeats: 10 }, 0.5, 11],
    ['more than a hundred', { variance: 0.1, within: 0.1, repeats: 1 }, 0.00099, null],
  ])('where %s', (_, spread, enough, expected) => {
    expect(neededRepeats(spread, (variance) => variance <= enough + 1e-12)).toBe(expected);
  });

  it('leaves a spread that is enough, and one trial fewer does not', () => {
    const share = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(share, share, share, fc.integer({ min: 1, max: 5 }), (between, within, enough, repeats) => {
        const isEnough = (variance: number) => variance <= enough;
        const needed = neededRepeats({ variance: between + within / repeats, within, repeats }, isEnough);
        if (needed === null || needed === repeats + 1) return;
        // The variance between is worked out by subtraction.
        expect(between + within / needed).toBeLessThanOrEqual(enough + 1e-12);
        expect(between + within / (needed - 1)).toBeGreaterThan(enough - 1e-12);
      }),
    );
  });
});
