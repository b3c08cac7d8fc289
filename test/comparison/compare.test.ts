import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import { Observations } from '../../src/comparison/observations.ts';
import type { Comparison } from '../../src/core/comparison.ts';
import type { Metric } from '../../src/core/score.ts';
import {
  betterThan,
  bothArms,
  compare,
  firstRelease,
  flagged,
  flips,
  grade,
  limit,
  maxIncrease,
  model,
  noWorseThan,
  quality,
  type Row,
  toxicity,
} from './observed.ts';

function comparisonOf(
  rows: readonly Row[],
  metric: Metric | string,
  slice: string | null = null,
): Comparison {
  const id = typeof metric === 'string' ? metric : metric.id;
  const found = compare(rows, metric).comparisons.find((item) => item.metric === id && item.slice === slice);
  if (!found) throw new Error(`nothing is compared on ${id}`);
  return found;
}

describe('what a comparison says', () => {
  it('counts, estimates and bounds a binary metric', () => {
    const comparison = comparisonOf(flips({ wins: 9, losses: 8, pass: 253, fail: 30 }), quality);
    expect(comparison).toMatchObject({
      metric: 'quality',
      model,
      slice: null,
      better: 'higher',
      baseline: { value: 261 / 300, n: 300 },
      candidate: { value: 262 / 300, n: 300 },
      pairs: 300,
      wins: 9,
      losses: 8,
      missing: 0,
    });
    expect(comparison.delta).toBeCloseTo(1 / 300, 12);
    expect(comparison.interval?.confidence).toBe(0.95);
    expect(comparison.interval?.low).toBeLessThan(1 / 300);
    expect(comparison.interval?.high).toBeGreaterThan(1 / 300);
  });

  it.each<[string, Metric | string, number, number, number]>([
    ['a score that rises', grade, 4, 6, 2],
    ['a score that falls', grade, 6, 4, -2],
    ['a bad score that falls', toxicity, 0.6, 0.4, 0.2],
    ['a bad score that rises', toxicity, 0.4, 0.6, -0.2],
    ['a bad flag that goes', flagged, 1, 0, 1],
    ['a cost that falls', 'cost', 0.02, 0.018, 0.1],
    ['a cost that rises', 'cost', 0.02, 0.03, -0.5],
    ['a latency that falls', 'latency', 200, 100, 0.5],
    ['tokens that rise', 'outputTokens', 100, 125, -0.25],
  ])(
    'gives %s a delta that is positive when the candidate is better',
    (_, metric, baseline, candidate, delta) => {
      const rows = Array.from({ length: 10 }, () => ({ baseline, candidate }));
      const comparison = comparisonOf(rows, metric);
      expect(comparison.delta).toBeCloseTo(delta, 12);
      expect(delta > 0 ? comparison.wins : comparison.losses).toBe(10);
      expect(delta > 0 ? comparison.losses : comparison.wins).toBe(0);
      expect(comparison.baseline?.value).toBeCloseTo(baseline, 9);
      expect(comparison.candidate.value).toBeCloseTo(candidate, 9);
      expect(comparison.interval?.low).toBeLessThanOrEqual((comparison.delta ?? 0) + 1e-12);
      expect(comparison.interval?.high).toBeGreaterThanOrEqual((comparison.delta ?? 0) - 1e-12);
    },
  );

  it('takes the geometric mean of latency, and the change of it', () => {
    const rows = [
      { baseline: 100, candidate: 50 },
      { baseline: 400, candidate: 50 },
    ];
    const comparison = comparisonOf(rows, 'latency');
    expect(comparison.baseline?.value).toBeCloseTo(200, 9);
    expect(comparison.candidate.value).toBeCloseTo(50, 9);
    expect(comparison.delta).toBeCloseTo(0.75, 12);
  });

  it('takes a case with repeats for faster where its typical latency is, whatever one slow trial is', () => {
    const rows: Row[] = [
      { baseline: [100, 100, 100], candidate: [10, 10, 400] },
      { id: 'slower', baseline: [10, 10, 400], candidate: [100, 100, 100] },
      { baseline: [100, 100, 100], candidate: [10, 400, 10] },
    ];
    expect(comparisonOf(rows, 'latency')).toMatchObject({ pairs: 3, wins: 2, losses: 1 });
    const [evidence] = compare(rows, 'latency', [maxIncrease('latency', 0.2)]).evidence;
    expect(evidence).toMatchObject({ worst: ['slower'] });
  });

  it('takes the ratio of totals for cost', () => {
    const rows = [
      { baseline: 1, candidate: 2 },
      { baseline: 9, candidate: 3 },
    ];
    expect(comparisonOf(rows, 'cost').delta).toBeCloseTo(0.5, 12);
  });

  it('averages repeats case by case', () => {
    const rows: Row[] = [
      { baseline: [1, 1, 0], candidate: [1, 1, 1] },
      { baseline: [0, 0, 0], candidate: [0, 0, 0] },
      { baseline: [1, 1, 1], candidate: [0, 1, 1] },
    ];
    const comparison = comparisonOf(rows, quality);
    expect(comparison).toMatchObject({ pairs: 3, wins: 1, losses: 1, missing: 0 });
    expect(comparison.baseline).toEqual({ value: (2 / 3 + 0 + 1) / 3, n: 3 });
    expect(comparison.interval?.method).toMatch(/worst case/);
  });

  it('takes sums of floats for ties', () => {
    const rows: Row[] = [{ baseline: [0.1, 0.2, 0.3], candidate: [0.3, 0.2, 0.1] }];
    expect(comparisonOf(rows, toxicity)).toMatchObject({ wins: 0, losses: 0 });
  });

  it('has no baseline, delta or interval on a first release', () => {
    const rows = [{ candidate: 1 }, { candidate: 0 }];
    const [comparison] = compare(rows, quality, [], firstRelease).comparisons;
    expect(comparison).toMatchObject({
      baseline: null,
      candidate: { value: 0.5, n: 2 },
      delta: null,
      interval: null,
      pairs: 0,
      missing: 0,
    });
  });

  it('has no number where there is nothing to compute one from', () => {
    const rows: Row[] = [{ baseline: 'failed', candidate: 'failed' }];
    expect(comparisonOf(rows, 'cost')).toMatchObject({
      baseline: { value: 0, n: 0 },
      candidate: { value: 0, n: 0 },
      delta: null,
      interval: null,
      pairs: 0,
      missing: 1,
    });
  });
});

describe('missing values', () => {
  it('are counted once a case, on whichever arm', () => {
    const rows: Row[] = [
      { baseline: 1, candidate: 'failed' },
      { baseline: null, candidate: 1 },
      { baseline: 'failed', candidate: null },
      { baseline: 1, candidate: 1 },
    ];
    expect(comparisonOf(rows, quality)).toMatchObject({ missing: 3, pairs: 1 });
  });

  it('are counted where only some repeats are there', () => {
    const rows: Row[] = [
      { baseline: [1, 1], candidate: [1, 'failed'] },
      { baseline: [1, 1], candidate: [1, 1] },
    ];
    expect(comparisonOf(rows, quality)).toMatchObject({ missing: 1, pairs: 2 });
  });

  it.each<[string, Row[], object | undefined]>([
    [
      'an arm has a value on other cases',
      [
        { baseline: 1, candidate: 1 },
        { baseline: 0, candidate: 'failed' },
      ],
      { baseline: 1, candidate: 1 },
    ],
    ['every case has both', [{ baseline: 0, candidate: 1 }], undefined],
    [
      'both lack the same',
      [
        { baseline: 0, candidate: 1 },
        { baseline: 'failed', candidate: 'failed' },
      ],
      undefined,
    ],
    ['there is no pair', [{ baseline: 1, candidate: 'failed' }, { candidate: 1 }], undefined],
  ])('leave both arms over the same cases beside the change where %s', (_, rows, expected) => {
    const { paired, delta } = comparisonOf(rows, quality);
    expect(paired).toEqual(expected);
    if (paired) expect(delta).toBeCloseTo(paired.candidate - paired.baseline);
  });
});

describe('slices and models', () => {
  const rows: Row[] = [
    { tags: ['german'], baseline: 1, candidate: 0 },
    { tags: ['german', 'edge'], baseline: 1, candidate: 1 },
    { tags: [], baseline: 0, candidate: 1 },
  ];

  it('compares every slice besides the whole', () => {
    const slices = compare(rows, quality).comparisons.filter((item) => item.metric === 'quality');
    expect(slices.map(({ slice, pairs, wins, losses }) => ({ slice, pairs, wins, losses }))).toEqual([
      { slice: null, pairs: 3, wins: 1, losses: 1 },
      { slice: 'edge', pairs: 1, wins: 0, losses: 0 },
      { slice: 'german', pairs: 2, wins: 0, losses: 1 },
    ]);
  });

  it('compares every metric, the amounts too', () => {
    const metrics = compare(rows, quality).comparisons.filter((item) => item.slice === null);
    expect(metrics.map((item) => item.metric)).toEqual([
      'quality',
      'cost',
      'latency',
      'inputTokens',
      'outputTokens',
    ]);
  });

  it('keeps models apart, and reads each arm by the model that it ran on', () => {
    const cases = [{ id: 'a', tags: [], critical: false }];
    const observations = new Observations(cases, 1);
    const add = (arm: 'baseline' | 'candidate', modelId: string, value: number) =>
      observations.add({
        arm,
        case: 'a',
        model: modelId,
        repeat: 0,
        status: 'completed',
        scores: [{ metric: 'quality', value }],
        attempts: 1,
      });
    add('baseline', 'a/small', 0);
    add('candidate', 'a/large', 1);
    add('baseline', 'a/large', 1);
    const settings = (id: string) => ({ id, model: id, parameters: {} });
    const pairings = [
      { id: 'own', own: true as const, baseline: settings('a/small'), candidate: settings('a/large') },
      { id: 'a/large', baseline: settings('a/large'), candidate: settings('a/large') },
    ];
    const gates = [
      noWorseThan('quality', 0.05),
      noWorseThan('quality', 0.05, { models: ['own'] }),
      noWorseThan('quality', 0.05, { models: ['a/large'] }),
      noWorseThan('quality', 0.05, { models: ['a/unknown'] }),
    ];
    const { comparisons, evidence } = compareArms(observations, { pairings, metrics: [quality], gates });
    const deltas = comparisons.filter((item) => item.metric === 'quality');
    expect(deltas.map((item) => [item.model, item.delta])).toEqual([
      ['own', 1],
      ['a/large', 0],
    ]);
    expect(evidence.map((item) => [item.model, item.cases])).toEqual([
      ['own', 1],
      ['a/large', 1],
      ['own', 1],
      // The candidate of `own` runs on it too.
      ['own', 1],
      ['a/large', 1],
      // A gate that meets none of its models must not vanish.
      ['a/unknown', 0],
    ]);
  });

  it('refuses a gate about a metric that nobody measures', () => {
    expect(() => compare(rows, quality, [noWorseThan('qualty', 0.05)])).toThrow('qualty');
  });
});

describe('the interval that is shown', () => {
  const rows: Row[] = [
    ...flips({ wins: 4, losses: 6, pass: 80, fail: 10 }),
    ...flips({ wins: 1, losses: 2, pass: 40 }).map((row) => ({ ...row, tags: ['german'] })),
  ];

  it.each([
    ['no worse than', noWorseThan('quality', 0.03, { confidence: 0.9 })],
    ['better than', betterThan('quality', 0.01, { confidence: 0.99 })],
    ['no worse than, in a slice', noWorseThan('quality', 0.1, { slice: 'german' })],
  ])('is the one that the gate decides by: %s', (_, gate) => {
    const { comparisons, evidence } = compare(rows, quality, [gate]);
    const shown = comparisons.find((item) => item.metric === 'quality' && item.slice === gate.slice);
    const [decided] = evidence;
    expect(shown?.interval).toEqual(decided?.kind === 'difference' ? decided.interval : undefined);
    expect(shown?.interval?.confidence).toBe(gate.confidence);
    expect(shown).toEqual(decided?.comparison);
  });

  it('holds for cost and latency too', () => {
    const costs = Array.from({ length: 20 }, (_, index) => ({ baseline: 1 + index / 20, candidate: 1 }));
    const { comparisons, evidence } = compare(costs, 'cost', [maxIncrease('cost', 0.1, { confidence: 0.8 })]);
    expect(comparisons.find((item) => item.metric === 'cost')).toEqual(evidence[0]?.comparison);
  });

  it('prefers the gate that is enforced', () => {
    const gates = [
      noWorseThan('quality', 0.03, { confidence: 0.8, enforced: false }),
      noWorseThan('quality', 0.03, { confidence: 0.9 }),
      noWorseThan('quality', 0.03, { confidence: 0.99 }),
    ];
    const [shown] = compare(rows, quality, gates).comparisons;
    expect(shown?.interval?.confidence).toBe(0.9);
  });

  it.each([
    ['a relative margin', noWorseThan('quality', '5%', { confidence: 0.8 })],
    ['a floor', limit('min', 'quality', 0.5, { confidence: 0.8 })],
  ])('is not that of %s, which is about something else', (_, gate) => {
    const [shown] = compare(rows, quality, [gate]).comparisons;
    expect(shown?.interval?.confidence).toBe(0.95);
  });
});

describe('regressions', () => {
  it('lists each case once, by the metric that fell most as a share of its range', () => {
    const cases = ['a', 'b', 'c'].map((id) => ({ id, tags: [], critical: false }));
    const observations = new Observations(cases, 1);
    const scores: Record<string, [baseline: [number, number], candidate: [number, number]]> = {
      a: [
        [10, 1],
        [8, 0],
      ],
      b: [
        [10, 1],
        [5, 1],
      ],
      c: [
        [5, 0],
        [6, 1],
      ],
    };
    for (const [id, [baseline, candidate]] of Object.entries(scores)) {
      for (const [arm, values] of [['baseline', baseline] as const, ['candidate', candidate] as const]) {
        observations.add({
          arm,
          case: id,
          model,
          repeat: 0,
          status: 'completed',
          scores: [
            { metric: 'grade', value: values[0] },
            { metric: 'quality', value: values[1] },
          ],
          attempts: 1,
        });
      }
    }
    const plan = { pairings: [bothArms], metrics: [grade, quality], gates: [] };
    expect(compareArms(observations, plan).regressions).toEqual([
      { case: 'a', model, metric: 'quality', delta: -1, baseline: 1, candidate: 0 },
      { case: 'b', model, metric: 'grade', delta: -5, baseline: 10, candidate: 5 },
    ]);
  });

  it('keeps a hundred at most, in an order that does not depend on chance', () => {
    const { regressions, regressed } = compare(flips({ losses: 130 }), quality);
    expect(regressed).toBe(130);
    expect(regressions).toHaveLength(100);
    expect(regressions[0]?.case).toBe('case-001');
    expect(regressions[99]?.case).toBe('case-100');
  });

  it('leaves out cases with a missing value', () => {
    expect(compare([{ baseline: 1, candidate: 'failed' }], quality).regressions).toEqual([]);
  });
});
