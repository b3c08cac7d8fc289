import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstCaseLowerBound, worstCaseUpperBound } from '../../src/statistics/worst-case-t.ts';
import {
  bothArms,
  compare,
  evidenceFor,
  flips,
  grade,
  limit,
  maxIncrease,
  noWorseThan,
  quality,
  type Row,
} from './observed.ts';

const cluster = 'customer';
const byCustomer = { cluster };
const gate = noWorseThan('quality', 0.1, byCustomer);

/** So many rows that share a customer. */
function of(customer: string, rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, customer }));
}

/** Each row the only one of its customer. */
function alone(rows: readonly Row[]): Row[] {
  return rows.map((row, index) => ({ ...row, customer: `c${index}` }));
}

// Three customers, whose mean differences are −1/2, 0 and 1.
const three = [
  ...of('a', flips({ losses: 2, pass: 2 })),
  ...of('b', flips({ pass: 3, losses: 1, wins: 1, fail: 1 })),
  ...of('c', flips({ wins: 1 })),
];

describe('cases counted by cluster', () => {
  it('are one value a cluster, by method B', () => {
    const { interval, comparison, cases } = evidenceFor('difference', three, quality, gate);
    const means = [-1 / 2, 0, 1];
    expect(interval).toMatchObject({ method: 't with one worst case added, over clusters' });
    expect(interval?.low).toBeCloseTo(worstCaseLowerBound(means, -1, 0.95), 12);
    expect(interval?.high).toBeCloseTo(worstCaseUpperBound(means, 1, 0.95), 12);
    expect(comparison.delta).toBeCloseTo(1 / 6, 12);
    // The clusters' mean: 4/4, 4/6 and 0/1 passed on the baseline.
    expect(comparison.baseline).toMatchObject({ n: 11, value: expect.closeTo((1 + 4 / 6) / 3, 12) });
    // Everything that is counted is about cases still.
    expect({ cases, ...comparison }).toMatchObject({ cases: 11, pairs: 11, wins: 2, losses: 3, missing: 0 });
    expect(comparison.clusters).toEqual({ field: cluster, count: 3, pairs: 3, wins: 1, losses: 1 });
  });

  it('say nothing of clusters where none are named', () => {
    expect(
      evidenceFor('difference', three, quality, noWorseThan('quality', 0.1)).comparison,
    ).not.toHaveProperty('clusters');
  });

  it('count missing results as the worst that could be, each in its cluster', () => {
    const rows = [...three, ...of('a', [{ baseline: 1, candidate: 'failed' }])];
    const { interval, missing, comparison } = evidenceFor('difference', rows, quality, gate);
    expect(interval?.low).toBeCloseTo(worstCaseLowerBound([-3 / 5, 0, 1], -1, 0.95), 12);
    expect(interval?.high).toBeCloseTo(worstCaseUpperBound([-2 / 5, 0, 1], 1, 0.95), 12);
    expect(comparison.delta).toBeCloseTo(1 / 6, 12);
    expect(missing).toBe(1);
  });

  it('average repeats per case first', () => {
    const rows = of('a', [
      { baseline: [4, 6], candidate: [6, null] },
      { baseline: [5, 5], candidate: [9, 9] },
    ]);
    const { comparison } = evidenceFor('difference', rows, grade, noWorseThan('grade', 1, byCustomer));
    expect(comparison).toMatchObject({ delta: (1 + 4) / 2, clusters: { count: 1, wins: 1 } });
  });

  it('follow the gate, and else the prompt', () => {
    const rows = three.map((row) => ({ ...row, tags: ['x'] }));
    const { comparisons } = compare(rows, quality, [noWorseThan('quality', 0.1)], bothArms, cluster);
    const counted = comparisons
      .filter(({ metric }) => metric === 'quality')
      .map(({ slice, clusters }) => [slice, clusters?.count]);
    expect(counted).toEqual([
      [null, undefined],
      ['x', 3],
    ]);
  });

  it('cannot be compared where one has no cluster', () => {
    const rows = [...three, { baseline: 1, candidate: 1 }];
    expect(() => compare(rows, quality, [gate])).toThrow(/case-012 has no value for "customer"/);
  });
});

describe('whatever was seen', () => {
  const score = fc.double({ min: 0, max: 10, noNaN: true });
  const seen = fc.array(fc.record({ baseline: score, candidate: score }), { minLength: 1, maxLength: 12 });

  it('clusters of one case are cases', () => {
    fc.assert(
      fc.property(seen, (rows) => {
        const intervalOf = (more: object) =>
          evidenceFor('difference', alone(rows), grade, noWorseThan('grade', 1, more)).interval;
        const { method, ...bounds } = intervalOf(byCustomer) ?? {};
        expect(intervalOf({})).toMatchObject(bounds);
        expect(method).toMatch(/over clusters$/);
      }),
    );
  });

  it('the same case many times over in one cluster proves no more than once', () => {
    fc.assert(
      fc.property(seen, fc.integer({ min: 2, max: 5 }), (rows, times) => {
        const copies = Array.from({ length: times }, () => alone(rows)).flat();
        const once = evidenceFor('difference', alone(rows), grade, noWorseThan('grade', 1, byCustomer));
        const often = evidenceFor('difference', copies, grade, noWorseThan('grade', 1, byCustomer));
        expect(often.interval?.low).toBeCloseTo(once.interval?.low ?? Number.NaN, 9);
        expect(often.interval?.high).toBeCloseTo(once.interval?.high ?? Number.NaN, 9);
        expect(often.proven).toBe(once.proven);
      }),
    );
  });
});

describe('amounts by cluster', () => {
  // As cases the big customer would decide: 90 % of them are its own.
  const rows = (one: [number, number], other: [number, number]) => [
    ...of(
      'big',
      Array.from({ length: 18 }, () => ({ baseline: one[0], candidate: one[1] })),
    ),
    ...of(
      'small',
      Array.from({ length: 2 }, () => ({ baseline: other[0], candidate: other[1] })),
    ),
  ];

  it('latency is the geometric mean of the clusters', () => {
    const { comparison, interval } = evidenceFor(
      'difference',
      rows([100, 100], [400, 100]),
      'latency',
      maxIncrease('latency', 0.2, byCustomer),
    );
    expect(comparison.baseline?.value).toBeCloseTo(200, 9);
    expect(comparison.candidate.value).toBeCloseTo(100, 9);
    expect(comparison.delta).toBeCloseTo(0.5, 12);
    expect(interval?.method).toBe('t on log ratios, over clusters');
  });

  it('cost is the ratio of the means of the clusters', () => {
    const { comparison, interval } = evidenceFor(
      'difference',
      rows([1, 1], [3, 1]),
      'cost',
      maxIncrease('cost', 0.2, byCustomer),
    );
    expect(comparison).toMatchObject({ baseline: { value: 2, n: 20 }, candidate: { value: 1 }, delta: 0.5 });
    expect(interval).toBeNull();
  });

  it('the p95 is taken of the largest value of each cluster', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      of(`c${index}`, [{ candidate: 10 }, { candidate: 100 + index }, { candidate: 20 }]),
    ).flat();
    const p95 = limit('max', 'latency', 159, { stat: 'p95', ...byCustomer });
    expect(evidenceFor('limit', many, 'latency', p95)).toMatchObject({
      proven: 'within',
      estimate: 156,
      interval: { high: 159, method: 'order statistics, over clusters' },
    });
    const few = evidenceFor('limit', many.slice(0, 58 * 3), 'latency', p95);
    expect(few).toMatchObject({ proven: null, needed: 59, interval: null });
    const [first, ...others] = many;
    const missing = evidenceFor('limit', [{ ...first, candidate: 'failed' }, ...others], 'latency', p95);
    expect(missing).toMatchObject({ proven: null, missing: 1 });
  });
});

describe('limits by cluster', () => {
  it('a floor is proven of the clusters, by method B', () => {
    const rows = [...of('a', flips({ pass: 9 })), ...of('b', flips({ losses: 3, pass: 1 }))];
    expect(evidenceFor('limit', rows, quality, limit('min', 'quality', 0.5, byCustomer))).toMatchObject({
      estimate: (1 + 1 / 4) / 2,
      interval: {
        low: worstCaseLowerBound([1, 1 / 4], 0, 0.95),
        method: 't with one worst case added, over clusters',
      },
    });
  });

  it('a rule without a breach says of how many clusters that would be luck', () => {
    const rows = Array.from({ length: 10 }, (_, index) => of(`c${index}`, flips({ pass: 30 }))).flat();
    const { rateBelow, seen } = evidenceFor('rule', rows, quality, limit('min', 'quality', 1, byCustomer));
    expect(rateBelow).toBeCloseTo(1 - 0.05 ** (1 / 10), 9);
    expect(seen).toBe(300);
  });
});

describe('what would settle it', () => {
  it('is counted in clusters', () => {
    const rows = Array.from({ length: 20 }, (_, index) => of(`c${index}`, flips({ pass: 5 }))).flat();
    const needed = (more: object) =>
      evidenceFor('difference', rows, quality, noWorseThan('quality', 0.05, more));
    expect(needed(byCustomer)).toMatchObject({ proven: null, needed: 53 });
    expect(needed({})).toMatchObject({ proven: 'above', needed: null });
  });

  it('depends on how far the clusters are apart, not their cases', () => {
    // Within each customer one case in two flips, and every customer is the same on average.
    const rows = Array.from({ length: 40 }, (_, index) =>
      of(`c${index}`, flips({ wins: 1, losses: 1 })),
    ).flat();
    const steady = evidenceFor('difference', rows, quality, noWorseThan('quality', 0.05, byCustomer));
    expect(steady.needed).toBe(53);
    const apart = Array.from({ length: 40 }, (_, index) =>
      of(`c${index}`, flips(index % 2 === 0 ? { wins: 2 } : { losses: 2 })),
    ).flat();
    const unsure = evidenceFor('difference', apart, quality, noWorseThan('quality', 0.05, byCustomer));
    expect(unsure.needed).toBeGreaterThan(1000);
  });
});

describe('trials that would settle it', () => {
  const coins: Row[] = [
    { baseline: [1, 0], candidate: [0, 1] },
    { baseline: [1, 1], candidate: [0, 1] },
    { baseline: [0, 1], candidate: [1, 1] },
    { baseline: [0, 0], candidate: [0, 0] },
  ];
  const steady: Row = { baseline: [1, 1], candidate: [1, 1] };
  const flaky = (count: number) =>
    Array.from({ length: count }, (_, index) => (index % 2 ? steady : (coins[(index >> 1) % 4] ?? steady)));
  const needed = (rows: readonly Row[], margin: number, more: object) =>
    evidenceFor('difference', rows, quality, noWorseThan('quality', margin, more)).neededRepeats;

  it('are as many for clusters of one case as for cases', () => {
    const rows = alone(flaky(80));
    expect(needed(rows, 0.05, byCustomer)).toBe(needed(rows, 0.05, {}));
    expect(needed(rows, 0.05, byCustomer)).toBeGreaterThan(2);
  });

  it('are fewer where a cluster has many cases, whose trials average out', () => {
    const rows = flaky(160).map((row, index) => ({ ...row, customer: `c${Math.floor(index / 2)}` }));
    expect(needed(rows, 0.05, byCustomer)).toBeLessThan(needed(alone(flaky(80)), 0.05, byCustomer) ?? 0);
  });
});

describe('slices that got worse, by cluster', () => {
  const slice = (rows: readonly Row[]) => rows.map((row) => ({ ...row, tags: ['a'] }));

  it('have one sign a cluster', () => {
    const rows = slice(
      Array.from({ length: 8 }, (_, index) => of(`c${index}`, flips({ losses: 2, wins: 1 }))).flat(),
    );
    const [found] = compare(rows, quality, [], bothArms, cluster).worseSlices;
    expect(found).toMatchObject({
      losses: 16,
      wins: 8,
      cases: 24,
      clusters: { field: cluster, pairs: 8, losses: 8, wins: 0 },
    });
    expect(found?.pValue).toBeCloseTo(1 / 256, 12);
  });

  it('are not found where all of it is one customer', () => {
    const rows = slice(of('a', flips({ losses: 30 })));
    expect(compare(rows, quality).worseSlices).toHaveLength(1);
    expect(compare(rows, quality, [], bothArms, cluster).worseSlices).toEqual([]);
  });
});
