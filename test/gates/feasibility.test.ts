import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import type { Case } from '../../src/core/case.ts';
import type { Gate } from '../../src/core/gate.ts';
import { formatProblem } from '../../src/core/problem.ts';
import type { Metric } from '../../src/core/score.ts';
import { feasibilityOf } from '../../src/gates/feasibility.ts';
import {
  betterThan,
  bothArms,
  evidenceFor,
  flagged,
  grade,
  limit,
  maxIncrease,
  mustPass,
  noWorseThan,
  observe,
  quality,
  toxicity,
} from '../comparison/observed.ts';

const stars: Metric = { id: 'stars', better: 'higher', kind: 'score', range: [1, 5] };
const risk: Metric = { id: 'risk', better: 'lower', kind: 'score', range: [2, 3] };
const metrics: Metric[] = [quality, grade, toxicity, flagged];

function some(count: number, changes: Partial<Case> = {}): Case[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `case-${index}`,
    variables: {},
    tags: [],
    critical: false,
    split: null,
    ...changes,
  }));
}

/** So many customers with so many cases each. */
function ofCustomers(customers: number, each: number): Case[] {
  return some(customers * each).map((item, index) => ({
    ...item,
    variables: { customer: `customer-${index % customers}` },
  }));
}

function check(gate: Gate, cases: Case[] | number, { repeats = 1, setApart = false } = {}) {
  const given = typeof cases === 'number' ? some(cases) : cases;
  const { problems, warnings } = feasibilityOf([gate], {
    cases: given,
    setApart,
    metrics: [...metrics, stars, risk],
    repeats,
  });
  return { problems: problems.map(formatProblem), warnings: warnings.map(formatProblem) };
}

interface Row {
  title: string;
  gate: Gate;
  cases: Case[] | number;
  repeats?: number;
  setApart?: boolean;
  says: string;
}

const off = { enforced: false };

describe('what is impossible', () => {
  it.each<Row>([
    {
      title: 'a floor of a pass/fail metric',
      gate: limit('min', 'quality', 0.95),
      cases: 20,
      says: 'gate "quality" min: at 95 % a floor of 0.95 needs 59 cases even if every case passes; the dataset has 20. Use a floor of 0.86 or less, or add 39 cases',
    },
    {
      title: 'a floor that one case more would prove',
      gate: limit('min', 'quality', 0.95),
      cases: 58,
      says: 'gate "quality" min: at 95 % a floor of 0.95 needs 59 cases even if every case passes; the dataset has 58. Use a floor of 0.949 or less, or add 1 case',
    },
    {
      title: 'a ceiling of a pass/fail metric',
      gate: limit('max', 'flagged', 0.02),
      cases: 100,
      says: 'gate "flagged" max: at 95 % a ceiling of 0.02 needs 149 cases even if every case scores 0; the dataset has 100. Use a ceiling of 0.03 or more, or add 49 cases',
    },
    {
      title: 'a floor of a score',
      gate: limit('min', 'grade', 9.5),
      cases: 20,
      says: 'gate "grade" min: at 95 % a floor of 9.5 needs 53 cases even if every case scores 10; the dataset has 20. Use a floor of 8.7 or less, or add 33 cases',
    },
    {
      title: 'a floor that even no case at all could be said to miss',
      gate: limit('min', 'grade', 1),
      cases: 2,
      says: 'gate "grade" min: at 95 % a floor of 1 needs 3 cases even if every case scores 10; the dataset has 2. Add 1 case',
    },
    {
      title: 'a floor of a pass/fail metric with repeats, which is bounded like a score',
      gate: limit('min', 'quality', 0.95),
      cases: 50,
      repeats: 3,
      says: 'gate "quality" min: at 95 % a floor of 0.95 needs 53 cases even if every case passes; the dataset has 50. Use a floor of 0.947 or less, or add 3 cases',
    },
    {
      title: 'a p95 of few cases',
      gate: limit('max', 'latency', 2000, { stat: 'p95' }),
      cases: 58,
      says: 'gate "latency" stat: at 95 % a limit on the p95 needs 59 cases; the dataset has 58. Leave out `stat` to limit every answer, or add 1 case',
    },
    {
      title: 'a p95 at another confidence',
      gate: limit('max', 'cost', 0.01, { stat: 'p95', confidence: 0.99 }),
      cases: 60,
      says: 'gate "cost" stat: at 99 % a limit on the p95 needs 90 cases; the dataset has 60. Leave out `stat` to limit every answer, or add 30 cases',
    },
    {
      title: 'a floor in a slice',
      gate: limit('min', 'quality', 0.9, { slice: 'german' }),
      cases: [...some(100), ...some(20, { tags: ['german'] })],
      says: 'gate "quality" min: at 95 % a floor of 0.9 needs 29 cases even if every case passes; the slice "german" has 20. Use a floor of 0.86 or less, or add 9 cases',
    },
    {
      title: 'a floor where cases are counted by cluster, which is bounded like a score',
      gate: limit('min', 'quality', 0.95, { cluster: 'customer' }),
      cases: ofCustomers(40, 5),
      says: 'gate "quality" min: at 95 % a floor of 0.95 needs 53 clusters of customer even if every case passes; the dataset has 40. Use a floor of 0.934 or less, or add 13 clusters',
    },
    {
      title: 'a p95 of few clusters',
      gate: limit('max', 'latency', 2000, { stat: 'p95', cluster: 'customer' }),
      cases: ofCustomers(58, 2),
      says: 'gate "latency" stat: at 95 % a limit on the p95 needs 59 clusters of customer; the dataset has 58. Leave out `stat` to limit every answer, or add 1 cluster',
    },
    {
      title: 'a floor where cases are set apart',
      gate: limit('min', 'quality', 0.9),
      cases: 20,
      setApart: true,
      says: 'gate "quality" min: at 95 % a floor of 0.9 needs 29 cases even if every case passes; the dataset has 20 that are not set apart for tuning. Use a floor of 0.86 or less, or add 9 cases',
    },
    {
      title: 'a gain of a pass/fail metric',
      gate: betterThan('quality', 0.02),
      cases: 4,
      says: 'gate "quality" by: at 95 % a gain of 0.02 needs 5 cases even if the candidate wins them all; the dataset has 4. Add 1 case',
    },
    {
      title: 'a large gain',
      gate: betterThan('quality', 0.9),
      cases: 20,
      says: 'gate "quality" by: at 95 % a gain of 0.9 needs 59 cases even if the candidate wins them all; the dataset has 20. Use a gain of 0.72 or less, or add 39 cases',
    },
    {
      title: 'a gain of a score',
      gate: betterThan('grade', 0.5),
      cases: 5,
      says: 'gate "grade" by: at 95 % a gain of 0.5 needs 6 cases even if all go from 0 to 10; the dataset has 5. Add 1 case',
    },
    {
      title: 'a relative gain',
      gate: betterThan('toxicity', '20%'),
      cases: 5,
      says: 'gate "toxicity" by: at 95 % a gain of 20 % needs 6 cases even if all go from 1 to 0; the dataset has 5. Add 1 case',
    },
    {
      title: 'a relative gain beyond the range',
      gate: betterThan('risk', '40%'),
      cases: 5000,
      says: 'gate "risk" by: no candidate can pass it: from 3 to 2 is no gain of more than 40 %. Use a smaller one',
    },
    {
      title: 'a margin that no win proves',
      gate: noWorseThan('quality', 0.05),
      cases: 4,
      says: 'gate "quality" margin: at 95 % a margin of 0.05 needs 59 cases if nothing flips; the dataset has 4, too few for any candidate. Use a margin of 0.53 or more, or add 55 cases',
    },
    {
      title: 'a margin where no margin would do',
      gate: noWorseThan('grade', 5),
      cases: 2,
      says: 'gate "grade" margin: at 95 % a margin of 5 needs 6 cases if no score changes; the dataset has 2, too few for any candidate. Add 4 cases',
    },
    {
      title: 'an increase of a single case',
      gate: maxIncrease('latency', 0.1),
      cases: 1,
      says: 'gate "latency" maxIncrease: an increase is judged from 2 cases on; the dataset has 1. Use `max` to limit every answer, or add 1 case',
    },
  ])(
    '$title is said: refused where it needs no baseline, else warned of',
    ({ gate, cases, says, ...more }) => {
      const refused = gate.rule === 'min' || gate.rule === 'max';
      expect(check(gate, cases, more)).toEqual(
        refused ? { problems: [says], warnings: [] } : { problems: [], warnings: [says] },
      );
      expect(check({ ...gate, ...off }, cases, more)).toEqual({ problems: [], warnings: [says] });
    },
  );
});

describe('what an unchanged candidate cannot pass', () => {
  it.each<Row>([
    {
      title: 'a margin on a pass/fail metric',
      gate: noWorseThan('quality', 0.02),
      cases: 120,
      says: 'gate "quality" margin: at 95 % a margin of 0.02 needs 149 cases if nothing flips; the dataset has 120. Use a margin of 0.025 or more, or add 29 cases',
    },
    {
      title: 'a margin that (1 − margin)ⁿ would let pass, and the exact test does not',
      gate: noWorseThan('quality', 0.0541),
      cases: 54,
      says: 'gate "quality" margin: at 95 % a margin of 0.0541 needs 55 cases if nothing flips; the dataset has 54. Use a margin of 0.055 or more, or add 1 case',
    },
    {
      title: 'a margin on cases of one customer',
      gate: noWorseThan('quality', 0.05, { cluster: 'customer', slice: 'german' }),
      cases: [...ofCustomers(100, 1), ...ofCustomers(20, 30).map((item) => ({ ...item, tags: ['german'] }))],
      says: 'gate "quality" margin: at 95 % a margin of 0.05 needs 53 clusters of customer if no score changes; the slice "german" has 20. Use a margin of 0.13 or more, or add 33 clusters',
    },
    {
      title: 'a margin that only reports',
      gate: noWorseThan('quality', 0.05, off),
      cases: 20,
      says: 'gate "quality" margin: at 95 % a margin of 0.05 needs 59 cases if nothing flips; the dataset has 20. Use a margin of 0.14 or more, or add 39 cases',
    },
    {
      title: 'a margin of a score, in its own unit',
      gate: noWorseThan('grade', 0.5),
      cases: 20,
      says: 'gate "grade" margin: at 95 % a margin of 0.5 needs 53 cases if no score changes; the dataset has 20. Use a margin of 1.3 or more, or add 33 cases',
    },
    {
      title: 'a margin of a pass/fail metric with repeats',
      gate: noWorseThan('quality', 0.05),
      cases: 50,
      repeats: 5,
      says: 'gate "quality" margin: at 95 % a margin of 0.05 needs 53 cases if no score changes; the dataset has 50. Use a margin of 0.053 or more, or add 3 cases',
    },
    {
      title: 'a relative margin',
      gate: noWorseThan('quality', '2%'),
      cases: 100,
      says: 'gate "quality" margin: at 95 % a margin of 2 % needs 132 cases if no score changes and all are 1; the dataset has 100. Use a margin of 2.7 % or more, or add 32 cases',
    },
    {
      title: 'a relative margin where less is better',
      gate: noWorseThan('toxicity', '2%'),
      cases: 100,
      says: 'gate "toxicity" margin: at 95 % a margin of 2 % needs 135 cases if no score changes and all are 1; the dataset has 100. Use a margin of 2.8 % or more, or add 35 cases',
    },
  ])('$title is warned of', ({ gate, cases, says, ...more }) => {
    expect(check(gate, cases, more)).toEqual({ problems: [], warnings: [says] });
  });
});

describe('what no candidate can fail', () => {
  it.each<[string, Gate, string]>([
    [
      'a floor at the bottom of the range',
      limit('min', 'grade', 0),
      'gate "grade" min: this gate can never fail: no score is below 0. Raise it, or remove the gate',
    ],
    [
      'a ceiling at its top',
      limit('max', 'toxicity', 1),
      'gate "toxicity" max: this gate can never fail: no score is above 1. Lower it, or remove the gate',
    ],
    [
      'a margin as wide as the range',
      noWorseThan('grade', 10),
      'gate "grade" margin: this gate can never fail: no drop is larger than that. Use a smaller one, or remove the gate',
    ],
    [
      'a share of the baseline that ends below the range',
      noWorseThan('stars', '80%'),
      'gate "stars" margin: this gate can never fail: no drop is larger than that. Use a smaller one, or remove the gate',
    ],
    [
      'a share of it above the range where less is better',
      noWorseThan('risk', '50%'),
      'gate "risk" margin: this gate can never fail: no rise is larger than that. Use a smaller one, or remove the gate',
    ],
  ])('%s is warned of, and of nothing else', (_, gate, says) => {
    expect(check(gate, 3)).toEqual({ problems: [], warnings: [says] });
  });

  it('is what method B proves of the worst candidate there is', () => {
    const rows = Array.from({ length: 400 }, () => ({ baseline: 5, candidate: 1 }));
    const [narrow, wide] = ['79%', '80%'].map((margin) =>
      evidenceFor('difference', rows, stars, noWorseThan('stars', margin)),
    );
    expect([narrow?.proven, wide?.proven]).toEqual(['below', 'above']);
  });
});

describe('what cannot end a run with stopEarly', () => {
  const byCustomer = { cluster: 'customer' };
  it.each<[string, Gate, string[]]>([
    [
      'a margin over clusters',
      noWorseThan('quality', 0.1, byCustomer),
      [
        'gate "quality" cluster: stopEarly never ends a run by this gate, because it counts clusters. The other gates may still end it',
      ],
    ],
    ['one that only reports', noWorseThan('quality', 0.1, { ...byCustomer, ...off }), []],
    ['a rule on every output', limit('min', 'quality', 1, byCustomer), []],
    ['a margin over cases', noWorseThan('quality', 0.1), []],
  ])('%s', (_, gate, warnings) => {
    const cases = ofCustomers(100, 1);
    const grounds = { cases, setApart: false, metrics, repeats: 1, stopEarly: true };
    expect(feasibilityOf([gate], grounds).warnings.map(formatProblem)).toEqual(warnings);
    expect(feasibilityOf([gate], { ...grounds, stopEarly: false }).warnings).toEqual([]);
  });
});

describe('nothing is said about', () => {
  it.each<[string, Gate, Case[] | number]>([
    ['a floor with cases enough', limit('min', 'quality', 0.95), 59],
    ['a floor that is a rule', limit('min', 'quality', 1), 1],
    ['a ceiling that is a rule', limit('max', 'flagged', 0), 1],
    ['a relative margin that leaves some room', noWorseThan('stars', '79%'), 100],
    ['a limit on every answer', limit('max', 'latency', 2000), 1],
    ['a p95 with cases enough', limit('max', 'latency', 2000, { stat: 'p95' }), 59],
    ['a margin with cases enough', noWorseThan('quality', 0.02), 149],
    ['a slice that no case is in', noWorseThan('quality', 0.02, { slice: 'german' }), 20],
    ['a metric that nothing measures', noWorseThan('tone', 0.02), 20],
    ['a gain that five wins prove', betterThan('quality', 0), 5],
    ['a gain of a score with cases enough', betterThan('grade', 0.5), 6],
    ['an increase', maxIncrease('cost', 0.1), 2],
    ['cases that must pass', mustPass('quality'), 1],
  ])('%s', (_, gate, cases) => {
    expect(check(gate, cases)).toEqual({ problems: [], warnings: [] });
  });
});

describe('agrees with the gates themselves', () => {
  const confidence = fc.constantFrom(0.8, 0.9, 0.95, 0.99);
  const size = fc.integer({ min: 1, max: 120 });
  const repeats = fc.constantFrom(1, 2);
  /** As people write them: no closer to a bound than rounding is. */
  const share = fc.integer({ min: 50, max: 9000 }).map((count) => count / 10_000);

  /** Whether the gate is passed where every answer of an arm has the same value. */
  function isPassed(
    gate: Gate,
    metric: Metric,
    cases: number,
    value: number,
    trials: number,
    before = value,
  ): boolean {
    const [baseline, candidate] = [Array(trials).fill(before), Array(trials).fill(value)];
    const rows = Array.from({ length: cases }, () => ({ baseline, candidate }));
    const plan = { pairings: [bothArms], metrics: [metric], gates: [gate] };
    const evidence = compareArms(observe(metric.id, rows), plan).evidence[0];
    if (evidence?.kind === 'difference') return evidence.proven === 'above';
    return evidence?.kind === 'limit' && evidence.proven === 'within';
  }

  it('about limits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...metrics),
        fc.constantFrom('min' as const, 'max' as const),
        share,
        size,
        repeats,
        confidence,
        (metric, rule, at, cases, trials, sure) => {
          const [low, high] = metric.range;
          const gate = limit(rule, metric.id, low + at * (high - low), { confidence: sure });
          const refused = check(gate, cases, { repeats: trials }).problems.length > 0;
          expect(isPassed(gate, metric, cases, rule === 'min' ? high : low, trials)).toBe(!refused);
        },
      ),
    );
  });

  it('about margins', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...metrics),
        share,
        fc.boolean(),
        size,
        repeats,
        confidence,
        (metric, margin, relative, cases, trials, sure) => {
          const [low, high] = metric.range;
          const written = relative ? `${margin * 100}%` : margin * (high - low);
          const gate = noWorseThan(metric.id, written, { confidence: sure });
          const { problems, warnings } = check(gate, cases, { repeats: trials });
          const warned = problems.length + warnings.length > 0;
          expect(isPassed(gate, metric, cases, high, trials)).toBe(!warned);
        },
      ),
    );
  });

  it('about what nothing but wins can prove', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...metrics, stars, risk),
        fc.constantFrom(noWorseThan, betterThan),
        share,
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        repeats,
        confidence,
        (metric, make, at, relative, cases, trials, sure) => {
          const [low, high] = metric.range;
          const gate = make(metric.id, relative ? `${at * 100}%` : at * (high - low), { confidence: sure });
          const [worst, best] = metric.better === 'higher' ? [low, high] : [high, low];
          const said = check(gate, cases, { repeats: trials }).warnings.join('\n');
          const isImpossible = /even if|too few for any candidate|no candidate can pass/.test(said);
          expect(isPassed(gate, metric, cases, best, trials, worst)).toBe(!isImpossible);
        },
      ),
    );
  });

  it('about the number that it suggests', () => {
    fc.assert(
      fc.property(fc.constantFrom(...metrics), share, size, confidence, (metric, at, cases, sure) => {
        const [low, high] = metric.range;
        const gate = noWorseThan(metric.id, at * (high - low), { confidence: sure });
        const { problems, warnings } = check(gate, cases);
        const [warning] = [...problems, ...warnings];
        const suggested = /Use a margin of (\S+) or more/.exec(warning ?? '')?.[1];
        fc.pre(suggested !== undefined);
        const wider = noWorseThan(metric.id, Number(suggested), { confidence: sure });
        expect(isPassed(wider, metric, cases, high, 1)).toBe(true);
      }),
    );
  });
});
