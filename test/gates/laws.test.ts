import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import type { Metric } from '../../src/core/score.ts';
import {
  betterThan,
  bothArms,
  firstRelease,
  flips,
  grade,
  limit,
  type Measured,
  maxIncrease,
  mustPass,
  noWorseThan,
  quality,
  type Row,
  toxicity,
} from '../comparison/observed.ts';
import { outcomeOn, verdictOn } from './judged.ts';

const scores = new Map<Metric | string, fc.Arbitrary<number>>([
  [quality, fc.constantFrom(0, 1, 1, 1)],
  [grade, fc.constantFrom(0, 3, 7.5, 10, 1e-12)],
  [toxicity, fc.constantFrom(0, 1, 0.1, 0.30000000000000004)],
  ['cost', fc.constantFrom(0, 0.004, 1e-300, 1e300, 1e-7)],
  ['latency', fc.constantFrom(0, 1, 250, 1e12, 1e-9)],
  ['outputTokens', fc.constantFrom(0, 1, 100_000)],
]);

function idOf(metric: Metric | string): string {
  return typeof metric === 'string' ? metric : metric.id;
}

/** One to three repeats of up to forty cases, with some that failed and some that could not be scored. */
function rowsOf(value: fc.Arbitrary<number>): fc.Arbitrary<Row[]> {
  const measured: fc.Arbitrary<Measured> = fc.oneof(
    { weight: 12, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom<Measured>('failed', null) },
  );
  return fc.integer({ min: 1, max: 3 }).chain((repeats) => {
    const trials = fc.array(measured, { minLength: repeats, maxLength: repeats });
    const row = fc.record({
      tags: fc.boolean().map((isGerman) => (isGerman ? ['german'] : [])),
      critical: fc.boolean(),
      baseline: trials,
      candidate: trials,
    });
    return fc.array(row, { minLength: 1, maxLength: 40 });
  });
}

function gatesFor(metric: Metric | string): fc.Arbitrary<Gate[]> {
  const id = idOf(metric);
  const common = fc.record({
    enforced: fc.boolean(),
    confidence: fc.constantFrom(0.6, 0.95, 0.999),
    slice: fc.constantFrom(null, 'german', 'french'),
  });
  const forScore = [
    noWorseThan(id, 0.05),
    noWorseThan(id, '3%'),
    betterThan(id, 0.02),
    betterThan(id, 0),
    betterThan(id, '3%'),
    limit('min', id, 0.5),
    limit('max', id, 0.5),
    limit('min', id, 0),
    limit('min', id, 10),
    limit('max', id, 0),
    mustPass(id),
    mustPass(id, 'german', { evenIfBaselineFails: true }),
    mustPass(id, 'nothing'),
  ];
  const forAmount = [
    maxIncrease(id, 0.1),
    maxIncrease(id, 3),
    limit('max', id, 0),
    limit('max', id, 500),
    limit('max', id, 500, { stat: 'p95' }),
  ];
  const gate = fc
    .tuple(fc.constantFrom(...(typeof metric === 'string' ? forAmount : forScore)), common)
    .map(([asked, more]) => ({ ...asked, ...more }));
  return fc.array(gate, { maxLength: 5 });
}

const runs = fc.constantFrom(...scores).chain(([metric, value]) =>
  fc.record({
    metric: fc.constant(metric),
    rows: rowsOf(value),
    gates: gatesFor(metric),
    pairing: fc.constantFrom(bothArms, bothArms, firstRelease),
  }),
);

describe('whatever is measured', () => {
  it('passes only where every enforced outcome does, and something was proven', () => {
    fc.assert(
      fc.property(runs, ({ metric, rows, gates, pairing }) => {
        const verdict = verdictOn(rows, metric, gates, pairing);
        const enforced = verdict.outcomes.filter((outcome) => outcome.enforced);
        const own = enforced.filter((outcome) => outcome.gate !== 'interface');
        if (enforced.some((outcome) => outcome.status === 'fail')) expect(verdict.status).toBe('fail');
        else if (enforced.some((outcome) => outcome.status === 'inconclusive')) {
          expect(verdict.status).toBe('inconclusive');
        } else if (pairing.baseline !== null) {
          expect(verdict.status).toBe(own.length > 0 ? 'pass' : 'inconclusive');
        }
        // Every gate has its outcome, and only a missing baseline excuses one.
        for (const [index, gate] of gates.entries()) {
          const outcome = verdict.outcomes[index];
          const excused = outcome?.reason === 'no-baseline' && pairing.baseline === null;
          expect(outcome?.enforced).toBe(gate.enforced && !excused);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is said in words and real numbers', () => {
    fc.assert(
      fc.property(runs, ({ metric, rows, gates, pairing }) => {
        const { headline, outcomes } = verdictOn(rows, metric, gates, pairing);
        const sentences = [
          headline,
          ...outcomes.flatMap(({ text, expected, actual }) => [text, expected, actual]),
        ];
        for (const sentence of sentences) {
          expect(sentence).not.toMatch(/NaN|undefined|null|Infinity|∞|−0(?![.\d])|−0\.0+(?!\d)|^\s*$| {2}/);
          expect(sentence).not.toMatch(/\de[+-]\d/);
        }
        for (const { interval, limit: place } of outcomes) {
          for (const number of [interval?.low, interval?.high, place]) {
            if (number !== undefined && number !== null) expect(number).toSatisfy(Number.isFinite);
          }
        }
        expect(JSON.parse(JSON.stringify(outcomes))).toEqual(outcomes);
      }),
      { numRuns: 250 },
    );
  });

  it('names every enforced gate that failed in the headline', () => {
    fc.assert(
      fc.property(runs, ({ metric, rows, gates, pairing }) => {
        const named = gates.map((gate, index) => ({ ...gate, name: `gate-${index}` }));
        const { headline, outcomes } = verdictOn(rows, metric, named, pairing);
        for (const { gate, enforced, status } of outcomes) {
          if (enforced && status === 'fail') expect(headline).toContain(gate);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('losing more', () => {
  const order = { pass: 0, inconclusive: 1, fail: 2 };
  const counts = fc.record({
    wins: fc.nat(10),
    losses: fc.nat(30),
    pass: fc.integer({ min: 1, max: 120 }),
    fail: fc.nat(20),
    more: fc.integer({ min: 1, max: 20 }),
  });

  it.each<[string, Gate]>([
    ['no worse than', noWorseThan('quality', 0.05)],
    ['no worse than, wide', noWorseThan('quality', 0.15)],
    ['better than', betterThan('quality', 0.02)],
    ['a floor', limit('min', 'quality', 0.7)],
    ['a rule', limit('min', 'quality', 1)],
  ])('never makes a verdict better: %s', (_, gate) => {
    fc.assert(
      fc.property(counts, ({ more, ...count }) => {
        const turned = Math.min(more, count.pass);
        const worse = { ...count, losses: count.losses + turned, pass: count.pass - turned };
        const before = outcomeOn(flips(count), quality, gate).status;
        const after = outcomeOn(flips(worse), quality, gate).status;
        expect(order[after]).toBeGreaterThanOrEqual(order[before]);
      }),
      { numRuns: 30 },
    );
  });

  it('never makes a verdict better where scores fall', () => {
    const rows = fc.array(fc.record({ baseline: fc.nat(10), candidate: fc.nat(10) }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(rows, fc.nat(9), (before, fall) => {
        const gate = noWorseThan('grade', 1);
        const after = before.map((row) => ({ ...row, candidate: Math.max(0, row.candidate - fall) }));
        const [one, other] = [before, after].map((list) => order[outcomeOn(list, grade, gate).status]);
        // Method B estimates the spread too: a uniform fall may shrink it, so only fail to pass is ruled out.
        if (one === order.fail) expect(other).not.toBe(order.pass);
      }),
      { numRuns: 60 },
    );
  });

  it('never makes a verdict better where calls fail', () => {
    fc.assert(
      fc.property(counts, ({ more, ...count }) => {
        const rows: Row[] = flips(count);
        const gate = noWorseThan('quality', 0.05);
        const before = outcomeOn(rows, quality, gate).status;
        const lost = rows.map((row, index): Row => (index < more ? { ...row, candidate: 'failed' } : row));
        if (before !== 'pass') expect(outcomeOn(lost, quality, gate).status).not.toBe('pass');
      }),
      { numRuns: 40 },
    );
  });
});
