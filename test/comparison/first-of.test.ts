import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstOf } from '../../src/comparison/first-of.ts';

it('takes what sorting all of it would put first, and leaves equals in their order', () => {
  const items = fc.array(fc.record({ rank: fc.integer({ min: 0, max: 5 }), name: fc.integer() }));
  fc.assert(
    fc.property(items, fc.integer({ min: 0, max: 12 }), (all, count) => {
      const byRank = (one: { rank: number }, other: { rank: number }) => one.rank - other.rank;
      expect(firstOf(all, count, byRank)).toEqual([...all].sort(byRank).slice(0, count));
    }),
  );
});
