import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { Metric } from '../../src/core/score.ts';
import {
  betterThan,
  evidenceFor,
  firstRelease,
  flagged,
  flips,
  grade,
  limit,
  maxIncrease,
  model,
  noWorseThan,
  observe,
  quality,
  type Row,
  toxicity,
} from './observed.ts';

const margin = (share: number) => noWorseThan('quality', share);
const judged = (rows: readonly Row[], metric: Metric | string, gate: ReturnType<typeof noWorseThan>) =>
  evidenceFor('difference', rows, metric, gate);

function repeat(count: number, row: Row): Row[] {
  return Array.from({ length: count }, () => ({ ...row }));
}

describe('how many cases a margin needs', () => {
  it.each([
    [20, 0.05, null, 59],
    [58, 0.05, null, 59],
    [59, 0.05, 'above', null],
    [148, 0.02, null, 149],
    [149, 0.02, 'above', null],
    [98, 0.03, null, 99],
    [99, 0.03, 'above', null],
  ])('%i cases, none flipped, margin %d', (cases, share, proven, needed) => {
    const evidence = judged(flips({ pass: cases }), quality, margin(share));
    expect(evidence).toMatchObject({ proven, needed, unanswerable: null, missing: 0, cases });
    expect(evidence.interval?.low).toBeCloseTo(-(1 - 0.05 ** (1 / cases)), 8);
  });

  it('lowers the need where some win', () => {
    expect(judged(flips({ wins: 1, pass: 118 }), quality, margin(0.02)).proven).toBe('above');
    expect(judged(flips({ pass: 119 }), quality, margin(0.02)).proven).toBeNull();
  });

  it('estimates from what was seen', () => {
    const rows = flips({ wins: 12, losses: 14, pass: 240, fail: 34 });
    expect(judged(rows, quality, margin(0.03))).toMatchObject({ proven: null, needed: 984, cases: 300 });
  });

  it('wants the gates that decide to pass together, each on each of its models', () => {
    const rows = flips({ wins: 12, losses: 14, pass: 240, fail: 34 });
    const neededWith = (others: readonly Gate[], models = [model]) => {
      const pairings = models.map((id) => ({
        id,
        baseline: { id, model: id, parameters: {} },
        candidate: { id, model: id, parameters: {} },
      }));
      const plan = { pairings, metrics: [quality], gates: [margin(0.03), ...others] };
      const [first] = compareArms(observe('quality', rows, models), plan).evidence;
      return first?.kind === 'difference' ? first.needed : undefined;
    };
    const two = neededWith([limit('min', 'quality', 0.5)]);
    expect(two).toBeGreaterThan(984);
    expect(neededWith([limit('min', 'quality', 0.5, { enforced: false })])).toBe(984);
    expect(neededWith([], [model, 'demo/other'])).toBe(two);
  });

  it('says nothing where more would not help', () => {
    const rows = flips({ wins: 2, losses: 14, pass: 84 });
    const evidence = judged(rows, quality, margin(0.12));
    expect(evidence.comparison.delta).toBeCloseTo(-0.12, 12);
    expect(evidence).toMatchObject({ proven: null, needed: null });
  });

  it('counts the spread of what method D tests, not that of the plain difference', () => {
    const rows = Array.from({ length: 12 }, (_, index) => {
      const cost = index === 0 ? 40 : 1;
      return { baseline: cost, candidate: cost * (index === 0 ? 1.3 : 1) };
    });
    const { proven, needed } = judged(rows, 'cost', maxIncrease('cost', 0.5));
    expect(proven).toBeNull();
    expect(needed).toBeGreaterThan(12);
  });

  it('works for latency on the scale of logarithms', () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({
      baseline: 100,
      candidate: index % 2 ? 60 : 160,
    }));
    const { proven, needed, comparison } = judged(rows, 'latency', maxIncrease('latency', 0.1));
    expect(proven).toBeNull();
    expect(comparison.delta).toBeGreaterThan(-0.1);
    expect(needed).toBeGreaterThan(10);
  });
});

describe('what is proven', () => {
  it.each<[string, Row[], Metric | string, ReturnType<typeof noWorseThan>, 'above' | 'below' | null]>([
    ['an unchanged binary metric', flips({ pass: 300 }), quality, margin(0.03), 'above'],
    ['30 losses and 8 wins', flips({ wins: 8, losses: 30, pass: 262 }), quality, margin(0.03), 'below'],
    ['a gain', flips({ wins: 30, losses: 2, pass: 268 }), quality, betterThan('quality', 0.05), 'above'],
    ['a gain too small', flips({ wins: 2, pass: 298 }), quality, betterThan('quality', 0.05), 'below'],
    ['a gain of nothing', flips({ pass: 300 }), quality, betterThan('quality', 0), null],
    [
      'a bad flag that comes',
      repeat(80, { baseline: 0, candidate: 1 }),
      flagged,
      noWorseThan('flagged', 0.1),
      'below',
    ],
    [
      'a bad flag that goes',
      repeat(80, { baseline: 1, candidate: 0 }),
      flagged,
      noWorseThan('flagged', 0.1),
      'above',
    ],
    ['a score', repeat(100, { baseline: 8, candidate: 8 }), grade, noWorseThan('grade', 0.5), 'above'],
    [
      'a score that fell',
      repeat(100, { baseline: 8, candidate: 6 }),
      grade,
      noWorseThan('grade', 0.5),
      'below',
    ],
    [
      'a bad score that rose',
      repeat(100, { baseline: 0.2, candidate: 0.5 }),
      toxicity,
      noWorseThan('toxicity', 0.1),
      'below',
    ],
    [
      'a bad score that fell',
      repeat(100, { baseline: 0.5, candidate: 0.2 }),
      toxicity,
      betterThan('toxicity', 0.1),
      'above',
    ],
    ['repeats', repeat(100, { baseline: [1, 0, 1], candidate: [1, 1, 0] }), quality, margin(0.05), 'above'],
    ['a rising cost', repeat(30, { baseline: 1, candidate: 1.2 }), 'cost', maxIncrease('cost', 0.1), 'below'],
    [
      'a rise within the limit',
      repeat(30, { baseline: 1, candidate: 1.05 }),
      'cost',
      maxIncrease('cost', 0.1),
      'above',
    ],
    [
      'a rise at the limit',
      repeat(30, { baseline: 4, candidate: 5 }),
      'cost',
      maxIncrease('cost', 0.25),
      null,
    ],
    [
      'more tokens',
      repeat(30, { baseline: 10, candidate: 30 }),
      'outputTokens',
      maxIncrease('outputTokens', 1),
      'below',
    ],
    ['free answers', repeat(30, { baseline: 0, candidate: 0 }), 'cost', maxIncrease('cost', 0.1), 'above'],
    [
      'slower answers',
      repeat(30, { baseline: 100, candidate: 130 }),
      'latency',
      maxIncrease('latency', 0.2),
      'below',
    ],
    [
      'faster answers',
      repeat(30, { baseline: 100, candidate: 70 }),
      'latency',
      maxIncrease('latency', 0.2),
      'above',
    ],
    ['a single cost', [{ baseline: 1, candidate: 1 }], 'cost', maxIncrease('cost', 0.1), null],
    ['a single case', [{ baseline: 1, candidate: 1 }], quality, margin(0.05), null],
  ])('%s', (_, rows, metric, gate, proven) => {
    const evidence = judged(rows, metric, gate);
    expect(evidence.unanswerable).toBeNull();
    expect(evidence.proven).toBe(proven);
  });

  it.each<[string, Row, Metric, ReturnType<typeof noWorseThan>, 'above' | 'below']>([
    [
      'within 5 % of a high baseline',
      { baseline: 10, candidate: 9.8 },
      grade,
      noWorseThan('grade', '10%'),
      'above',
    ],
    [
      'the same fall of a low one',
      { baseline: 1, candidate: 0.6 },
      grade,
      noWorseThan('grade', '10%'),
      'below',
    ],
    [
      'a bad score within the share',
      { baseline: 0.5, candidate: 0.51 },
      toxicity,
      noWorseThan('toxicity', '20%'),
      'above',
    ],
    [
      'a bad score beyond it',
      { baseline: 0.5, candidate: 0.8 },
      toxicity,
      noWorseThan('toxicity', '20%'),
      'below',
    ],
    ['a relative gain', { baseline: 4, candidate: 6 }, grade, betterThan('grade', '20%'), 'above'],
    [
      'a relative gain that is missed',
      { baseline: 6, candidate: 6.1 },
      grade,
      betterThan('grade', '20%'),
      'below',
    ],
    [
      'a bad score that falls enough',
      { baseline: 0.8, candidate: 0.4 },
      toxicity,
      betterThan('toxicity', '20%'),
      'above',
    ],
    [
      'a binary metric, by method B',
      { baseline: 1, candidate: 1 },
      quality,
      noWorseThan('quality', '5%'),
      'above',
    ],
  ])('with a relative margin: %s', (_, row, metric, gate, proven) => {
    const evidence = judged(repeat(200, row), metric, gate);
    expect(evidence.proven).toBe(proven);
    expect(evidence.interval?.method).toMatch(/relative/);
    expect(evidence.needed).toBeNull();
    // Bounds, change and threshold stand on one scale, as a report shows them.
    const { interval, comparison, threshold } = evidence;
    expect(comparison.delta).toBeGreaterThanOrEqual((interval?.low ?? 0) - 1e-9);
    expect(comparison.delta).toBeLessThanOrEqual((interval?.high ?? 0) + 1e-9);
    expect(proven === 'above').toBe((interval?.low ?? 0) > threshold);
    expect(proven === 'below').toBe((interval?.high ?? 0) < threshold);
  });

  it('puts a relative margin at that share of the baseline', () => {
    const rows = repeat(200, { baseline: 8, candidate: 7.9 });
    const { threshold, interval } = judged(rows, grade, noWorseThan('grade', '5%'));
    const plain = judged(rows, grade, noWorseThan('grade', 0.4));
    expect([threshold, plain.threshold]).toEqual([-0.4, -0.4]);
    // The pseudo case is a little less far away: the baseline counts 95 % only.
    expect(interval?.low).toBeCloseTo(-0.195, 1);
    expect(interval?.low).toBeGreaterThan(plain.interval?.low ?? 0);
  });

  it.each([
    ['a margin where all stays as it is', { baseline: 1, candidate: 1 }, noWorseThan('quality', '2%'), 132],
    ['a gain', { baseline: 0.3, candidate: 0.45 }, betterThan('toxicity', '20%'), null],
    ['a gain that is seen', { baseline: 0.9, candidate: 0.45 }, betterThan('toxicity', '20%'), 13],
  ])('says how many cases a relative one needs: %s', (_, row, gate, needed) => {
    const metric = gate.metric === 'quality' ? quality : toxicity;
    expect(judged(repeat(5, row), metric, gate)).toMatchObject({ proven: null, needed });
    if (needed === null) return;
    expect(judged(repeat(needed - 1, row), metric, gate).proven).toBeNull();
    expect(judged(repeat(needed, row), metric, gate).proven).toBe('above');
  });

  it.each([
    ['none', 0, 3, 5],
    ['a large one', 0.9, 20, 59],
  ])('says how many wins in a row prove a gain: %s', (_, by, cases, needed) => {
    const gate = betterThan('quality', by);
    expect(judged(flips({ wins: cases }), quality, gate)).toMatchObject({ proven: null, needed });
    expect(judged(flips({ wins: needed - 1 }), quality, gate).proven).toBeNull();
    expect(judged(flips({ wins: needed }), quality, gate).proven).toBe('above');
  });

  it('never contradicts the interval', () => {
    const counts = fc.record({
      wins: fc.nat(12),
      losses: fc.nat(12),
      pass: fc.integer({ min: 1, max: 60 }),
      missing: fc.nat(3),
    });
    fc.assert(
      fc.property(counts, fc.constantFrom(0.02, 0.05, 0.1, 0.3), ({ missing, ...count }, share) => {
        const rows: Row[] = [...flips(count), ...repeat(missing, { baseline: 1, candidate: 'failed' })];
        const { proven, interval } = judged(rows, quality, margin(share));
        if (interval === null) throw new Error('a binary metric always has bounds');
        expect(interval.low).toBeLessThanOrEqual(interval.high);
        expect(proven === 'above').toBe(interval.low > -share);
        expect(proven === 'below').toBe(interval.high < -share);
      }),
      { numRuns: 40 },
    );
  });
});

describe('missing results', () => {
  it.each<[string, Row]>([
    ['a candidate', { baseline: 1, candidate: 'failed' }],
    ['a candidate whose baseline fails', { baseline: 0, candidate: null }],
    ['a baseline', { baseline: 'failed', candidate: 0 }],
    ['both', { baseline: 'failed', candidate: 'failed' }],
  ])('count as the worst for the bound that could pass: %s', (_, missing) => {
    const sound = flips({ pass: 119 });
    const worst: Row = { baseline: 1, candidate: 0 };
    const imputed = judged([...sound, missing], quality, margin(0.05));
    // Where the baseline failed the case, a missing candidate can't be worse than it.
    const equivalent = missing.baseline === 0 ? { baseline: 0, candidate: 0 } : worst;
    const spelled = judged([...sound, equivalent], quality, margin(0.05));
    expect(imputed.interval?.low).toBe(spelled.interval?.low);
    expect(imputed.missing).toBe(1);
  });

  it.each<[string, Row, Row]>([
    ['a candidate', { baseline: 0, candidate: 'failed' }, { baseline: 0, candidate: 1 }],
    ['a baseline', { baseline: 'failed', candidate: 1 }, { baseline: 0, candidate: 1 }],
    ['both', { baseline: 'failed', candidate: 'failed' }, { baseline: 0, candidate: 1 }],
  ])('count as the best for the bound that could fail: %s', (_, missing, best) => {
    const losses = flips({ losses: 30, pass: 89 });
    const imputed = judged([...losses, missing], quality, margin(0.05));
    const spelled = judged([...losses, best], quality, margin(0.05));
    expect(imputed.interval?.high).toBe(spelled.interval?.high);
  });

  it('are the worst of a metric of which less is better, too', () => {
    const sound = repeat(99, { baseline: 0.3, candidate: 0.3 });
    const imputed = judged(
      [...sound, { baseline: 0.3, candidate: 'failed' }],
      toxicity,
      noWorseThan('toxicity', 0.1),
    );
    const spelled = judged(
      [...sound, { baseline: 0.3, candidate: 1 }],
      toxicity,
      noWorseThan('toxicity', 0.1),
    );
    expect(imputed.interval?.low).toBe(spelled.interval?.low);
  });

  it('are filled in repeat by repeat', () => {
    const sound = repeat(59, { baseline: [1, 1], candidate: [1, 1] });
    const imputed = judged([...sound, { baseline: [1, 1], candidate: [1, 'failed'] }], quality, margin(0.1));
    const spelled = judged([...sound, { baseline: [1, 1], candidate: [1, 0] }], quality, margin(0.1));
    expect(imputed.interval?.low).toBe(spelled.interval?.low);
    expect(imputed.interval?.high).toBe(
      judged(repeat(60, { baseline: [1, 1], candidate: [1, 1] }), quality, margin(0.1)).interval?.high,
    );
  });

  it('drop the pair for cost and latency, and are counted', () => {
    const rows: Row[] = [
      ...repeat(30, { baseline: 1, candidate: 1.02 }),
      { baseline: 1, candidate: 'failed' },
    ];
    for (const metric of ['cost', 'latency']) {
      const evidence = judged(rows, metric, maxIncrease(metric, 0.1));
      expect(evidence).toMatchObject({ missing: 1, cases: 31, proven: 'above' });
      expect(evidence.comparison.pairs).toBe(30);
    }
  });
});

describe('questions without an answer', () => {
  const gate = maxIncrease('cost', 0.1);

  it.each<[string, Row[], string, string]>([
    ['no price on either arm', repeat(5, { baseline: null, candidate: null }), 'cost', 'no-price'],
    ['no price on the baseline', repeat(5, { baseline: null, candidate: 1 }), 'cost', 'no-price'],
    ['no answer at all', repeat(5, { baseline: 'failed', candidate: 'failed' }), 'cost', 'no-values'],
    ['no answer of the candidate', repeat(5, { baseline: 1, candidate: 'failed' }), 'cost', 'no-values'],
    ['a baseline that was free', repeat(5, { baseline: 0, candidate: 1 }), 'cost', 'not-comparable'],
    ['answers that were not timed', repeat(5, { baseline: null, candidate: null }), 'latency', 'no-latency'],
    ['no usage', repeat(5, { baseline: null, candidate: null }), 'inputTokens', 'no-values'],
  ])('%s', (_, rows, metric, unanswerable) => {
    const evidence = judged(rows, metric, { ...gate, metric });
    expect(evidence).toMatchObject({ unanswerable, proven: null, interval: null });
  });

  it('asks nothing on a first release', () => {
    const evidence = evidenceFor('difference', [{ candidate: 1 }], quality, margin(0.05), firstRelease);
    expect(evidence).toMatchObject({ unanswerable: 'no-baseline', proven: null, interval: null });
  });

  it('does not take an empty slice for a first release', () => {
    const evidence = judged(flips({ pass: 100 }), quality, noWorseThan('quality', 0.1, { slice: 'french' }));
    expect(evidence).toMatchObject({ unanswerable: 'no-values', cases: 0, proven: null });
  });
});

it('names the cases that got worse most', () => {
  const falls = [1, 4, 0, 9, 2];
  const rows = falls.map((fall, index) => ({ id: `case ${index}`, baseline: 9, candidate: 9 - fall }));
  expect(judged(rows, grade, noWorseThan('grade', 1)).worst).toEqual(['case 3', 'case 1', 'case 4']);
});

describe('how many trials of each case a margin needs', () => {
  /** Every second case is a coin flip on both arms: two trials of it disagree. */
  const flaky = (count: number): Row[] =>
    Array.from({ length: count }, (_, index) => {
      const steady = { baseline: [1, 1], candidate: [1, 1] };
      const coins: Row[] = [
        { baseline: [1, 0], candidate: [0, 1] },
        { baseline: [1, 1], candidate: [0, 1] },
        { baseline: [0, 1], candidate: [1, 1] },
        { baseline: [0, 0], candidate: [0, 0] },
      ];
      return index % 2 === 0 ? steady : (coins[(index >> 1) % coins.length] ?? steady);
    });

  it('is more than there were, where the spread is a prompt that disagrees with itself', () => {
    const evidence = judged(flaky(80), quality, margin(0.05));
    expect(evidence.proven).toBeNull();
    expect(evidence.neededRepeats).toBeGreaterThan(2);
    expect(evidence.neededRepeats).toBeLessThan(30);
  });

  it('is unknown without repeats', () => {
    const rows = flips({ wins: 12, losses: 14, pass: 240, fail: 34 });
    expect(judged(rows, quality, margin(0.03)).neededRepeats).toBeNull();
  });

  it('is none where the cases differ for good: each trial says the same', () => {
    const rows = [
      ...repeat(20, { baseline: [1, 1], candidate: [0, 0] }),
      ...repeat(20, { baseline: [0, 0], candidate: [1, 1] }),
      ...repeat(40, { baseline: [1, 1], candidate: [1, 1] }),
    ];
    expect(judged(rows, quality, margin(0.05))).toMatchObject({ proven: null, neededRepeats: null });
  });

  it('is none where there are too few cases for the margin, however often each is tried', () => {
    expect(judged(flaky(16), quality, margin(0.05)).neededRepeats).toBeNull();
  });

  it('is none where the estimate is beyond the margin', () => {
    const rows = repeat(60, { baseline: [1, 1, 0], candidate: [0, 1, 0] });
    expect(judged(rows, quality, margin(0.05)).neededRepeats).toBeNull();
  });

  it('is there for latency and cost', () => {
    const fast = [100, 160];
    const slow = [170, 130];
    const rows = Array.from({ length: 30 }, (_, index) => ({
      baseline: index % 2 === 0 ? fast : slow,
      candidate: index % 2 === 0 ? slow : fast,
    }));
    for (const metric of ['latency', 'cost']) {
      const evidence = judged(rows, metric, maxIncrease(metric, 0.02));
      expect(evidence.proven).toBeNull();
      expect(evidence.neededRepeats).toBeGreaterThan(2);
    }
  });
});
