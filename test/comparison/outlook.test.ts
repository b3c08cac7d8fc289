import { describe, expect, it } from 'vitest';
import { outlooksOf } from '../../src/comparison/outlook.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ModelPairing } from '../../src/core/trial.ts';
import {
  betterThan,
  bothArms,
  firstRelease,
  flips,
  grade,
  limit,
  maxIncrease,
  mustPass,
  noWorseThan,
  observe,
  quality,
  type Row,
} from './observed.ts';

/** The outlooks after these rows, where as many cases again times three are still to come. */
function outlooks(
  seen: readonly Row[],
  metric: Metric | string,
  gate: Gate,
  pairing: ModelPairing = bothArms,
) {
  const id = typeof metric === 'string' ? metric : metric.id;
  const toCome: Row[] = Array.from({ length: 3 * seen.length }, () => ({ tags: ['all'] }));
  const observations = observe(id, [...seen.map((row) => ({ tags: ['all'], ...row })), ...toCome]);
  const asked = new Set(observations.cases.slice(0, seen.length).map((item) => item.id));
  const metrics = typeof metric === 'string' ? [] : [metric];
  return outlooksOf(observations, asked, { pairings: [pairing], metrics, gates: [gate] });
}

function chanceOf(...args: Parameters<typeof outlooks>): number | null {
  const [outlook] = outlooks(...args);
  return outlook?.kind === 'chance' ? outlook.chance : null;
}

const rows = (
  count: number,
  baseline: Row['baseline'] | undefined,
  candidate: Exclude<Row['candidate'], undefined>,
): Row[] =>
  Array.from({ length: count }, () => (baseline === undefined ? { candidate } : { baseline, candidate }));
const noisy = (count: number, before: number, after: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    baseline: before * (1 + (index % 5) / 10),
    candidate: after * (1 + ((index + 2) % 5) / 10),
  }));

it('says nothing of a gate that counts clusters, but for its rules', () => {
  const seen = flips({ losses: 20 }).map((row) => ({ ...row, customer: 'a' }));
  const byCustomer = { cluster: 'customer' };
  const toCome = Array.from({ length: 60 }, () => ({ customer: 'b' }));
  const observations = observe('quality', [...seen, ...toCome]);
  const asked = new Set(observations.cases.slice(0, seen.length).map((item) => item.id));
  const gates = [noWorseThan('quality', 0.05, byCustomer), limit('min', 'quality', 1, byCustomer)];
  const found = outlooksOf(observations, asked, { pairings: [bothArms], metrics: [quality], gates });
  expect(found).toMatchObject([{ kind: 'rule', evidence: { gate: gates[1] } }]);
});

describe('the chance to pass', () => {
  it.each<[string, () => number | null, number, number]>([
    [
      'of what did not change',
      () => chanceOf(flips({ pass: 50 }), quality, noWorseThan('quality', 0.05)),
      0.9,
      1,
    ],
    [
      'of what lost much',
      () => chanceOf(flips({ pass: 40, losses: 10 }), quality, noWorseThan('quality', 0.05)),
      0,
      0.05,
    ],
    [
      'of what lost much where much is allowed',
      () => chanceOf(flips({ pass: 40, losses: 10 }), quality, noWorseThan('quality', 0.2)),
      0.95,
      1,
    ],
    [
      'of calls that failed, as if they had lost',
      () =>
        chanceOf([...flips({ pass: 40 }), ...rows(10, 1, 'failed')], quality, noWorseThan('quality', 0.05)),
      0,
      0.05,
    ],
    [
      'of a gain that shows',
      () => chanceOf(flips({ wins: 15, pass: 35 }), quality, betterThan('quality', 0.05)),
      0.95,
      1,
    ],
    [
      'of a gain that does not',
      () => chanceOf(flips({ pass: 50 }), quality, betterThan('quality', 0.05)),
      0,
      0.05,
    ],
    ['of other scores', () => chanceOf(noisy(50, 5, 5), grade, noWorseThan('grade', 1)), 0.95, 1],
    ['of other scores that fell', () => chanceOf(noisy(50, 6, 3), grade, noWorseThan('grade', 0.5)), 0, 0.05],
    [
      'of a share of the baseline',
      () => chanceOf(noisy(50, 5, 5), grade, noWorseThan('grade', '10%')),
      0.9,
      1,
    ],
    ['of a share that was lost', () => chanceOf(noisy(50, 5, 3), grade, noWorseThan('grade', '5%')), 0, 0.05],
    ['of repeats', () => chanceOf(rows(50, [1, 0], [0, 1]), quality, noWorseThan('quality', 0.05)), 0.9, 1],
    [
      'of repeats that fell',
      () => chanceOf(rows(50, [1, 1], [1, 0]), quality, noWorseThan('quality', 0.05)),
      0,
      0.05,
    ],
    ['of latency', () => chanceOf(noisy(50, 100, 100), 'latency', maxIncrease('latency', 0.1)), 0.95, 1],
    [
      'of latency that rose',
      () => chanceOf(noisy(50, 100, 200), 'latency', maxIncrease('latency', 0.1)),
      0,
      0.05,
    ],
    ['of cost', () => chanceOf(noisy(50, 1, 1), 'cost', maxIncrease('cost', 0.1)), 0.9, 1],
    ['of cost that rose', () => chanceOf(noisy(50, 1, 2), 'cost', maxIncrease('cost', 0.1)), 0, 0.05],
    ['of a floor', () => chanceOf(flips({ pass: 50 }), quality, limit('min', 'quality', 0.9)), 0.95, 1],
    [
      'of a floor that the baseline misses too',
      () => chanceOf(flips({ pass: 40, fail: 10 }), quality, limit('min', 'quality', 0.9)),
      0,
      0.05,
    ],
    [
      'of a floor that the baseline would reach',
      () => chanceOf(flips({ pass: 44, losses: 6 }), quality, limit('min', 'quality', 0.9)),
      0.5,
      1,
    ],
    [
      'of a floor without a baseline, as seen',
      () => chanceOf(rows(50, undefined, 1), quality, limit('min', 'quality', 0.9), firstRelease),
      0.95,
      1,
    ],
    ['of a ceiling', () => chanceOf(flips({ fail: 50 }), quality, limit('max', 'quality', 0.1)), 0.95, 1],
    ['of a mean', () => chanceOf(noisy(50, 5, 5), grade, limit('min', 'grade', 5)), 0.95, 1],
    ['of a mean too high', () => chanceOf(noisy(50, 5, 5), grade, limit('max', 'grade', 5)), 0, 0.05],
    [
      'of a p95',
      () => chanceOf(noisy(50, 100, 100), 'latency', limit('max', 'latency', 150, { stat: 'p95' })),
      0.9,
      1,
    ],
    [
      'of a p95 beyond the limit',
      () => chanceOf(noisy(50, 100, 200), 'latency', limit('max', 'latency', 150, { stat: 'p95' })),
      0,
      0.05,
    ],
  ])('%s', (_, chance, least, most) => {
    const found = chance() ?? Number.NaN;
    expect(found).toBeGreaterThanOrEqual(least);
    expect(found).toBeLessThanOrEqual(most);
  });

  it.each<[string, () => unknown[]]>([
    [
      'without a baseline',
      () => outlooks(rows(20, undefined, 0), quality, noWorseThan('quality', 0.05), firstRelease),
    ],
    ['without a price', () => outlooks(rows(20, null, null), 'cost', maxIncrease('cost', 0.1))],
    [
      'without a case of its slice',
      () => outlooks([{ tags: [] }], quality, noWorseThan('quality', 0.1, { slice: 'all' })),
    ],
    [
      'with nothing measured',
      () => outlooks(rows(20, 'failed', 'failed'), quality, noWorseThan('quality', 0.05)),
    ],
    ['of a single time', () => outlooks(rows(1, 100, 900), 'latency', maxIncrease('latency', 0.1))],
    [
      'that only reports',
      () => outlooks(flips({ losses: 50 }), quality, noWorseThan('quality', 0.05, { enforced: false })),
    ],
  ])('is not asked %s', (_, found) => {
    expect(found()).toEqual([]);
  });

  it('is replaced by what was seen for rules and must-pass cases', () => {
    const seen: Row[] = [{ baseline: 1, candidate: 0, critical: true }, ...flips({ pass: 9 })];
    expect(outlooks(seen, quality, limit('min', 'quality', 1))).toMatchObject([
      { kind: 'rule', evidence: { kind: 'rule', missing: 0, broken: [{ case: 'case-001' }] } },
    ]);
    expect(outlooks(seen, quality, mustPass('quality'))).toMatchObject([
      { kind: 'rule', evidence: { kind: 'mustPass', results: [{ case: 'case-001', passed: 0 }] } },
    ]);
  });

  it('takes the cases of its slice for all that there will be', () => {
    const german = Array.from({ length: 60 }, (_, index) => ({
      id: `g${index}`,
      tags: ['german'],
      baseline: 1,
      candidate: 1,
    }));
    const other = Array.from({ length: 60 }, (_, index) => ({
      id: `o${index}`,
      tags: [],
      baseline: 1,
      candidate: 1,
    }));
    const observations = observe('quality', [...german, ...other]);
    const asked = new Set(observations.cases.filter(({ id }) => /[02468]$/.test(id)).map(({ id }) => id));
    const chance = (slice: string | null) => {
      const plan = {
        pairings: [bothArms],
        metrics: [quality],
        gates: [noWorseThan('quality', 0.02, { slice })],
      };
      const [outlook] = outlooksOf(observations, asked, plan);
      return outlook?.kind === 'chance' ? outlook.chance : null;
    };
    expect(chance(null)).toBeGreaterThan(0.15);
    // 60 cases can't prove 2 points, unless several are won.
    expect(chance('german')).toBeLessThan(0.1);
  });
});

describe('the part that was asked', () => {
  it('holds the values of those cases, in the order of the whole', () => {
    const observations = observe('quality', [
      { baseline: [1, 0], candidate: [1, 1] },
      { baseline: [0, 0], candidate: [0, 1], tags: ['late'] },
      {},
    ]);
    const part = observations.only(new Set(['case-002']));
    expect(part.cases.map(({ id }) => id)).toEqual(['case-002']);
    expect(part.slices()).toEqual(['late']);
    expect(part.series('candidate', bothArms.id, 'quality').of(0)).toEqual([0, 1]);
    expect(part.answered('baseline', bothArms.id)).toBe(true);
  });
});
