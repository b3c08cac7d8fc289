import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import type { Metric } from '../../src/core/score.ts';
import { bothArms, flagged, type Measured, observe, quality, type Row } from './observed.ts';

function deltaOf(metric: Metric, rows: readonly Row[], cluster?: string): number | null | undefined {
  const plan = { pairings: [bothArms], metrics: [metric], gates: [], cluster };
  const { comparisons } = compareArms(observe(metric.id, rows), plan);
  return comparisons.find(({ slice }) => slice === null)?.delta;
}

type Values = Measured | Measured[];

const row = (baseline: Values, candidate: Values, customer = 'one'): Row => ({
  baseline,
  candidate,
  customer,
});

describe('the change of arms that are equal in the mean', () => {
  it.each<[string, Metric, Row[], string?]>([
    [
      'thirds of repeats',
      quality,
      [row([1, 1, 0], [1, 1, 1]), row([1, 1, 0], [1, 0, 0]), row([0, 0, 0], [0, 0, 0])],
    ],
    ['thirds of repeats, lower is better', flagged, [row([1, 1, 0], [1, 1, 1]), row([1, 1, 0], [1, 0, 0])]],
    [
      'thirds and halves, where a trial is missing',
      quality,
      [row([1, 1, 0], [1, 1, 1]), row([1, 1, 0], [1, 0, 0]), row([1, 0, null], [0, 1, null])],
    ],
    [
      'sixths of clusters',
      quality,
      [
        row([1, 1, 0], [1, 1, 1]),
        row([0, 0, 0], [0, 0, 0]),
        row([1, 1, 0], [0, 1, 0], 'two'),
        row([0, 0, 0], [0, 0, 0], 'two'),
        row([0, 1, 0], [0, 1, 0], 'three'),
      ],
      'customer',
    ],
    ['what nobody changed', quality, [row([1, 0, 0], [0, 0, 1]), row(1, 1)]],
  ])('%s', (_, metric, rows, cluster) => {
    expect(deltaOf(metric, rows, cluster)).toBe(0);
  });
});

it('is the mean of what each case gained, whatever is repeated or missing', () => {
  const trial = fc.constantFrom(0, 1, null);
  const arm = fc.array(trial, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(arm, arm), { minLength: 1, maxLength: 12 }), (pairs) => {
      const mean = (values: (number | null)[]) => {
        const measured = values.filter((value) => value !== null);
        return measured.reduce((sum, value) => sum + value, 0) / measured.length;
      };
      const gains = pairs
        .map(([baseline, candidate]) => mean(candidate) - mean(baseline))
        .filter((gain) => !Number.isNaN(gain));
      const delta = deltaOf(
        quality,
        pairs.map(([baseline, candidate]) => row(baseline, candidate)),
      );
      if (gains.length === 0) expect(delta).toBeNull();
      else expect(delta).toBeCloseTo(gains.reduce((sum, gain) => sum + gain, 0) / gains.length, 12);
    }),
  );
});
