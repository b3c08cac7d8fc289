import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberColumn } from '../../src/core/number-column.ts';

describe('a column of numbers', () => {
  it('has what was set last, wherever that is, and NaN elsewhere', () => {
    const writes = fc.array(fc.tuple(fc.nat({ max: 20_000 }), fc.double({ noNaN: true })));
    fc.assert(
      fc.property(writes, fc.nat({ max: 20_000 }), (entries, other) => {
        const column = new NumberColumn();
        for (const [index, value] of entries) column.set(index, value);
        const expected = new Map(entries);
        for (const index of [...expected.keys(), other]) {
          expect(column.at(index)).toBe(expected.get(index) ?? Number.NaN);
        }
      }),
    );
  });
});
