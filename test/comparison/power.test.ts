import { describe, expect, it } from 'vitest';
import { powerOf, type RepeatedCase } from '../../src/comparison/power.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';

const passFail: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const points: MetricDefinition = { id: 'tone', better: 'higher', kind: 'score', range: [0, 10] };

const question = { metric: passFail, cases: 100, clusters: null, confidence: 0.95, usdPerCall: 0.01 };

/** Cases with the same values, by number: `a-0`, `a-1` … */
function cases(name: string, count: number, values: number[]): RepeatedCase[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${name}-${index}`, values }));
}

describe('how a prompt disagrees with itself', () => {
  it.each([
    { why: 'never', values: [1, 1], share: 0 },
    { why: 'two trials that differ', values: [1, 0], share: 1 },
    { why: 'one of four: half of the six pairs', values: [1, 0, 0, 0], share: 0.5 },
    { why: 'two of four: four of six pairs', values: [1, 0, 1, 0], share: 2 / 3 },
  ])('$why', ({ values, share }) => {
    const { flipShare, flaky } = powerOf(cases('a', 1, values), question);
    expect(flipShare).toBeCloseTo(share, 12);
    expect(flaky).toEqual(share === 0 ? [] : ['a-0']);
  });

  it('is averaged over the cases that have two values', () => {
    const seen = [
      ...cases('solid', 8, [1, 1]),
      ...cases('flaky', 2, [1, 0]),
      ...cases('half', 5, [1]),
      ...cases('none', 5, []),
    ];
    expect(powerOf(seen, question)).toMatchObject({ flipShare: 0.2, flaky: ['flaky-0', 'flaky-1'] });
  });

  it('is not known where no case has two values', () => {
    const power = powerOf(cases('half', 5, [1]), question);
    expect(power).toMatchObject({ flipShare: null, flaky: [] });
    expect(power.options.map(({ margin, calls }) => [margin, calls])).toEqual([
      [null, 200],
      [null, 600],
      [null, 1000],
      [null, 2000],
    ]);
  });
});

describe('what it leaves to prove', () => {
  const seen = [...cases('solid', 95, [1, 1]), ...cases('flaky', 5, [1, 0])];

  it('is a margin, a number of calls and a price for each number of repeats', () => {
    expect(powerOf(seen, question).options).toEqual([
      { repeats: 1, margin: 0.07, calls: 200, usd: 2 },
      { repeats: 3, margin: 0.05, calls: 600, usd: 6 },
      { repeats: 5, margin: 0.045, calls: 1000, usd: 10 },
      { repeats: 10, margin: 0.04, calls: 2000, usd: 20 },
    ]);
  });

  it('is less with more cases', () => {
    const { moreCases } = powerOf(seen, question);
    expect(moreCases.map((more) => [more.times, more.cases, more.options[0]])).toEqual([
      [2, 200, { repeats: 1, margin: 0.05, calls: 400, usd: 4 }],
      [4, 400, { repeats: 1, margin: 0.03, calls: 800, usd: 8 }],
    ]);
  });

  it('is what the clusters can prove, of which each has so many trials more', () => {
    const clusters = { field: 'customer', count: 20, size: 5 };
    const { options, moreCases } = powerOf(seen, { ...question, clusters });
    const asCases = powerOf(seen, { ...question, cases: 20 });
    // Five cases of a customer are as good as five trials of one case.
    expect(options[0]?.margin).toBe(asCases.options[2]?.margin);
    expect(options.map(({ calls }) => calls)).toEqual([200, 600, 1000, 2000]);
    expect(moreCases.map((more) => [more.cases, more.options[0]?.margin])).toEqual([
      [200, asCases.moreCases[0]?.options[2]?.margin],
      [400, asCases.moreCases[1]?.options[2]?.margin],
    ]);
  });

  it('has no price where a call has none', () => {
    const { options } = powerOf(seen, { ...question, usdPerCall: null });
    expect(options.map(({ usd }) => usd)).toEqual([null, null, null, null]);
  });

  it('is in units of the score', () => {
    const ofTen = seen.map(({ id, values }) => ({ id, values: values.map((value) => 10 * value) }));
    const [tens] = powerOf(ofTen, { ...question, metric: points }).options;
    const [ones] = powerOf(seen, { ...question, metric: { ...points, range: [0, 1] } }).options;
    expect(tens?.margin).toBeCloseTo(10 * (ones?.margin ?? Number.NaN), 12);
    expect(ones?.margin).toBe(0.07);
  });
});
