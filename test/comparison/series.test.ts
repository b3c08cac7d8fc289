import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Series } from '../../src/comparison/series.ts';

const none = Number.NaN;

function seriesOf(cases: readonly (readonly number[])[]): Series {
  return new Series(Float64Array.from(cases.flat()), cases[0]?.length ?? 1);
}

describe('a series', () => {
  const trios = seriesOf([
    [1, 2, 6],
    [none, 4, 1],
    [none, none, none],
  ]);

  it.each<[string, (series: Series, index: number) => unknown, unknown[]]>([
    ['means of what was measured', (series, index) => series.mean(index), [3, 2.5, none]],
    ['means with a substitute', (series, index) => series.meanWith(index, 10), [3, 5, 10]],
    ['the largest', (series, index) => series.largest(index), [6, 4, none]],
    ['how many were measured', (series, index) => series.measured(index), [3, 2, 0]],
    ['whether any is missing', (series, index) => series.hasMissing(index), [false, true, true]],
    ['how many are one value', (series, index) => series.count(index, 1), [1, 1, 0]],
    ['single values', (series, index) => series.value(index, 2), [6, 1, none]],
    [
      'all values',
      (series, index) => series.of(index),
      [
        [1, 2, 6],
        [none, 4, 1],
        [none, none, none],
      ],
    ],
    ['logarithms', (series, index) => series.logs.value(index, 1), [Math.log(2), Math.log(4), none]],
  ])('knows %s', (_, read, expected) => {
    expect([0, 1, 2].map((index) => read(trios, index))).toEqual(expected);
  });

  it.each([1, 3])('forgets what it made of its values when one more comes in, with %i a case', (repeats) => {
    const series = Series.missing(2, repeats);
    expect([series.mean(1), series.logs.mean(1)]).toEqual([none, none]);
    series.put(repeats, 8);
    expect([series.mean(1), series.logs.mean(1)]).toEqual([8, Math.log(8)]);
    series.put(repeats, 2);
    expect([series.mean(1), series.logs.mean(1)]).toEqual([2, Math.log(2)]);
    expect(series.mean(0)).toBe(none);
  });

  it('has the mean of a single trial as the mean of many: 0 where it is −0', () => {
    expect(Object.is(seriesOf([[-0]]).mean(0), 0)).toBe(true);
    expect(Object.is(seriesOf([[-0, -0]]).mean(0), 0)).toBe(true);
  });

  it('can be read in another order, and of cases that it does not have', () => {
    const other = trios.at([1, undefined, 0, 1]);
    expect([0, 1, 2, 3].map((index) => other.of(index))).toEqual([
      [none, 4, 1],
      [none, none, none],
      [1, 2, 6],
      [none, 4, 1],
    ]);
  });

  it('of which nothing was measured has no value of any case', () => {
    const nothing = new Series(new Float64Array(), 3);
    expect([nothing.mean(5), nothing.largest(5), nothing.measured(5), nothing.logs.mean(5)]).toEqual([
      none,
      none,
      0,
      none,
    ]);
    expect(nothing.at([0, 1]).of(1)).toEqual([none, none, none]);
  });

  it('is the same by single cases and by lists of numbers', () => {
    const value = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constant(none));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((repeats) =>
        fc.array(fc.array(value, { minLength: repeats, maxLength: repeats }), { minLength: 1 }),
      );
    fc.assert(
      fc.property(rows, (cases) => {
        const series = seriesOf(cases);
        for (const [index, values] of cases.entries()) {
          const measured = values.filter((each) => !Number.isNaN(each));
          // The smallest number below 0, divided, is −0.
          const mean = 0 + measured.reduce((sum, each) => sum + each, 0) / measured.length;
          expect(series.mean(index)).toBe(mean);
        }
      }),
      { examples: [[[[-5e-324, 0]]]] },
    );
  });
});
