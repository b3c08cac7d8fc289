import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import { latenessOf } from '../../src/comparison/lateness.ts';
import type { Gate } from '../../src/core/gate.ts';
import { isLate } from '../../src/core/lateness.ts';
import { judge } from '../../src/gates/judge.ts';
import { quantile } from '../../src/statistics/quantile.ts';
import { bothArms, limit, maxIncrease, observeTimed } from './observed.ts';

describe('how far latencies may be too long', () => {
  it.each<[string, number[], number[], { median: number; p99: number } | null]>([
    ['nothing', [], [], null],
    ['no lag', [50, 50], [0, 0], { median: 0, p99: 0 }],
    ['a lag that nobody knows', [50, 50], [Number.NaN, Number.NaN], { median: 0, p99: 0 }],
    ['half of each', [50, 50], [25, 25], { median: 1, p99: 1 }],
    ['one of many', [...Array(200).fill(50), 150], [...Array(200).fill(0), 100], { median: 0, p99: 0 }],
    ['all of it', [2], [5], { median: 1999, p99: 1999 }],
    ['no time at all', [0], [0], { median: 0, p99: 0 }],
  ])('%s', (_, latencies, lags, expected) => {
    const lateness = latenessOf(latencies, lags);
    expect(lateness && { median: round(lateness.median), p99: round(lateness.p99) }).toEqual(expected);
  });

  it('bounds every quantile of what the models really took', () => {
    const answer = fc.record({
      real: fc.double({ min: 1, max: 5000, noNaN: true }),
      waited: fc.double({ min: 0, max: 900, noNaN: true }),
      unsure: fc.double({ min: 0, max: 900, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 60 }), (answers) => {
        const latencies = answers.map(({ real, waited }) => real + waited);
        const lags = answers.map(({ waited, unsure }) => waited + unsure);
        const lateness = latenessOf(latencies, lags) ?? { median: 0, p99: 0 };
        for (const [share, late] of [
          [0.5, lateness.median],
          [0.99, lateness.p99],
        ] as const) {
          const recorded = quantile(latencies, share) ?? 0;
          const real =
            quantile(
              answers.map((one) => one.real),
              share,
            ) ?? 0;
          expect(recorded).toBeGreaterThanOrEqual(real * (1 - 1e-9));
          expect(recorded).toBeLessThanOrEqual(real * (1 + late) * (1 + 1e-9));
        }
      }),
    );
  });

  it.each([
    [0.05, 0.2, false],
    [0.051, 0, true],
    [0, 0.21, true],
  ])('%s at the median and %s at p99 is too far: %s', (median, p99, expected) => {
    expect(isLate({ median, p99 })).toBe(expected);
  });
});

/** So many cases that took and may be too long by, in milliseconds. */
function cases(count: number, baseline: [number, number], candidate: [number, number]) {
  // Not all alike, or there is no spread to bound.
  return Array.from({ length: count }, (_, index) => ({
    baseline: vary(baseline, index),
    candidate: vary(candidate, index + 1),
  }));
}

function vary([latency, lag]: [number, number], index: number): [number, number] {
  return [latency + (index % 3), lag];
}

/** Cases without an answer of the candidate. */
function lost(count: number) {
  return Array.from({ length: count }, () => ({ baseline: [500, 0] as [number, number] }));
}

/** Far more noise than lateness. */
const mixed = Array.from({ length: 20 }, (_, index) => {
  const [one, other]: [number, number][] = [
    [100, 20],
    [4000, 20],
  ];
  return index % 2 === 0 ? { baseline: one, candidate: other } : { baseline: other, candidate: one };
}) as ReturnType<typeof cases>;

const increase = maxIncrease('latency', 0.2);
const p95 = limit('max', 'latency', 1000, { stat: 'p95' });
const every = limit('max', 'latency', 1000);

describe('a gate on latencies that were timed late', () => {
  it.each<[string, Gate, Parameters<typeof observeTimed>[0], string, string]>([
    ['in time', increase, cases(100, [500, 10], [500, 10]), 'pass', 'proven-not-worse'],
    ['in time and slower', increase, cases(100, [500, 10], [900, 10]), 'fail', 'over-limit'],
    ['both late', increase, cases(100, [500, 200], [500, 200]), 'inconclusive', 'timed-late'],
    ['the baseline late', increase, cases(100, [500, 200], [500, 0]), 'inconclusive', 'timed-late'],
    ['slower, but perhaps not', increase, cases(100, [500, 0], [900, 400]), 'inconclusive', 'timed-late'],
    ['slower for certain', increase, cases(100, [500, 60], [1500, 200]), 'fail', 'over-limit'],
    ['faster for certain', increase, cases(100, [1500, 200], [500, 60]), 'pass', 'proven-better'],
    ['short enough, late or not', p95, cases(100, [500, 0], [900, 800]), 'pass', 'within-limit'],
    ['too long, in time', p95, cases(100, [500, 0], [1500, 10]), 'fail', 'over-limit'],
    ['too long, or late', p95, cases(100, [500, 0], [1500, 800]), 'inconclusive', 'timed-late'],
    ['too long, late or not', p95, cases(100, [500, 0], [1500, 300]), 'fail', 'over-limit'],
    [
      'results missing, and late',
      p95,
      [...cases(117, [500, 0], [163, 80]), ...lost(3)],
      'inconclusive',
      'missing-results',
    ],
    ['too few, and late', p95, cases(30, [500, 0], [163, 80]), 'inconclusive', 'not-enough-cases'],
    ['a mix, and late', increase, mixed, 'inconclusive', 'too-noisy'],
    [
      'too long or late, results missing',
      every,
      [...cases(100, [500, 0], [1500, 800]), ...lost(3)],
      'inconclusive',
      'missing-results',
    ],
    ['every one short enough', every, cases(100, [500, 0], [900, 800]), 'pass', 'within-limit'],
    ['every one too long, or late', every, cases(100, [500, 0], [1500, 800]), 'inconclusive', 'timed-late'],
    ['every one too long', every, cases(100, [500, 0], [1500, 300]), 'fail', 'rule-broken'],
  ])('%s: %#', (_, gate, rows, status, reason) => {
    expect(outcome(gate, rows)).toMatchObject({ status, reason });
  });

  it('says how late, and what helps', () => {
    expect(outcome(increase, cases(100, [500, 200], [500, 200]))?.text).toBe(
      "latency: this process was busy when answers came, so the baseline's median may be up to 66 % too long and its 99th percentile up to 66 %. Above 5 % and 20 % only that counts which holds either way, and this does not. Fewer calls in flight help (--concurrency), and evaluators that compute for less time at once.",
    );
  });

  it('never decides what the models really did otherwise', () => {
    const real = fc.double({ min: 100, max: 2000, noNaN: true });
    const waited = fc.double({ min: 0, max: 2000, noNaN: true });
    const timed = fc.record({ real, waited });
    const rows = fc.array(fc.record({ baseline: timed, candidate: timed }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.constantFrom(p95, every), (trials, gate) => {
        const asRecorded = trials.map(({ baseline, candidate }) => ({
          baseline: seen(baseline),
          candidate: seen(candidate),
        }));
        const asItWas = trials.map(({ baseline, candidate }) => ({
          baseline: [baseline.real, 0] as [number, number],
          candidate: [candidate.real, 0] as [number, number],
        }));
        const [said, known] = [outcome(gate, asRecorded), outcome(gate, asItWas)];
        // Within the limits of lateness recorded values count as they are.
        if (said?.reason === 'timed-late' || !isLate(latenessIn(asRecorded))) return;
        if (said?.status !== 'inconclusive') expect(said?.status).toBe(known?.status);
      }),
      { numRuns: 60 },
    );
  });
});

function seen({ real, waited }: { real: number; waited: number }): [number, number] {
  return [real + waited, waited];
}

function latenessIn(rows: { candidate: [number, number] }[]) {
  const [latencies, lags] = [0, 1].map((place) => rows.map(({ candidate }) => candidate[place] ?? 0));
  return latenessOf(latencies ?? [], lags ?? []) ?? { median: 0, p99: 0 };
}

function outcome(gate: Gate, rows: Parameters<typeof observeTimed>[0]) {
  const { evidence } = compareArms(observeTimed(rows), { pairings: [bothArms], metrics: [], gates: [gate] });
  const verdict = judge({
    evidence,
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: rows.length * 2, completed: rows.length * 2 },
    hasBaseline: true,
  });
  return verdict.outcomes[0];
}

function round(value: number): number {
  return Math.round(value);
}
