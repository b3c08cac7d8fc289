import { describe, expect, it } from 'vitest';
import { contrast, twoSided } from '../../src/comparison/contrast.ts';
import { pairValues } from '../../src/comparison/paired-values.ts';
import { findMetric } from '../../src/core/metrics.ts';
import { bothArms, firstRelease, flips, grade, observe, quality, type Row } from './observed.ts';

function contrastOf(rows: readonly Row[], id: string, pairing = bothArms) {
  const metric = findMetric([quality, grade], id);
  if (metric === undefined) throw new Error(id);
  return contrast(pairValues(observe(id, rows), metric, pairing, null));
}

const amounts = (count: number, baseline: number, candidate: (index: number) => number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ baseline, candidate: candidate(index) }));

describe('a contrast', () => {
  it('of pass and fail is the exact test on the flips', () => {
    // 1 of 2^8 tables has eight wins and no loss.
    const found = contrastOf(flips({ wins: 8, pass: 30 }), 'quality');
    expect(found).toEqual({ better: expect.closeTo(1 / 256, 12), worse: 1 });
    expect(found && twoSided(found)).toBeCloseTo(2 / 256, 12);
    expect(contrastOf(flips({ losses: 8, pass: 30 }), 'quality')).toEqual({
      better: 1,
      worse: expect.closeTo(1 / 256, 12),
    });
  });

  it.each<[string, Row[]]>([
    ['quality', flips({ pass: 30, fail: 10 })],
    ['quality', flips({ wins: 5, losses: 5 })],
    ['grade', amounts(30, 5, () => 5)],
    ['cost', amounts(30, 1, () => 1)],
    ['latency', amounts(30, 100, () => 100)],
  ])('of %s sees nothing where nothing differs', (metric, rows) => {
    const found = contrastOf(rows, metric);
    expect(found && twoSided(found)).toBeGreaterThan(0.5);
  });

  it('counts what is missing against the claim', () => {
    const won = flips({ wins: 8 });
    const missing: Row[] = Array.from({ length: 8 }, () => ({ baseline: 1, candidate: 'failed' }));
    const found = contrastOf([...won, ...missing], 'quality');
    expect(found?.better).toBeGreaterThan(0.5);
    expect(found?.worse).toBe(1);
  });

  it.each<[string, number, number, 'better' | 'worse' | 'tie']>([
    ['cost', 1, 0.5, 'better'],
    ['cost', 1, 2, 'worse'],
    ['cost', 1, 0.96, 'tie'],
    ['latency', 100, 50, 'better'],
    ['latency', 100, 95, 'tie'],
    ['latency', 100, 200, 'worse'],
    ['grade', 2, 8, 'better'],
    ['grade', 8, 2, 'worse'],
  ])('of %s %d and %d is %s', (metric, baseline, candidate, expected) => {
    const found = contrastOf(
      amounts(60, baseline, (index) => candidate * (index % 2 === 0 ? 1 : 1.0001)),
      metric,
    );
    const said = !found || twoSided(found) > 0.05 ? 'tie' : found.better < found.worse ? 'better' : 'worse';
    expect(said).toBe(expected);
  });

  it.each<[string, Row[], typeof bothArms]>([
    ['no baseline', flips({ pass: 5 }), firstRelease],
    ['no case', [], bothArms],
  ])('says nothing where there is %s', (_, rows, pairing) => {
    expect(contrastOf(rows, 'quality', pairing)).toBeNull();
  });

  it('of costs says nothing where no price is known', () => {
    expect(
      contrastOf(
        amounts(5, 1, () => 1).map(({ baseline }) => ({ baseline: baseline ?? null, candidate: null })),
        'cost',
      ),
    ).toBeNull();
  });
});
