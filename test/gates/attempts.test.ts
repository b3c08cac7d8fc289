import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/core/attempts.ts';
import { digestOf } from '../../src/core/digest.ts';
import type { Gate } from '../../src/core/gate.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { falsePassOf, gatesOfAttempt } from '../../src/gates/attempts.ts';
import { feasibilityOf } from '../../src/gates/feasibility.ts';
import { judge } from '../../src/gates/judge.ts';
import {
  compare,
  flips,
  limit,
  maxIncrease,
  mustPass,
  noWorseThan,
  quality,
} from '../comparison/observed.ts';

const corrected = (number: number): Attempt => ({ number, mode: 'corrected' });
const counted = (number: number): Attempt => ({ number, mode: 'counted' });

/** As the pipeline does it. */
function verdictOn(gates: readonly Gate[], attempt: Attempt, rows = flips({ pass: 100 })) {
  return judge({
    evidence: compare(rows, quality, gatesOfAttempt(gates, attempt)).evidence,
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: 1, completed: 1 },
    hasBaseline: true,
    attempt,
  });
}

describe('the gates of an attempt', () => {
  const gates = [noWorseThan('quality', 0.05), { ...limit('min', 'quality', 0.8), confidence: 0.9 }];

  it('are as configured where attempts are counted', () => {
    expect(gatesOfAttempt(gates, counted(9))).toEqual(gates);
  });

  it('each spend the same share of their own α', () => {
    const digest = digestOf(gates);
    const [first, second] = gatesOfAttempt(gates, corrected(3));
    expect(first?.confidence).toBeCloseTo(1 - 0.05 / 12, 14);
    expect(second?.confidence).toBeCloseTo(1 - 0.1 / 12, 14);
    expect(digestOf(gates)).toBe(digest);
  });
});

describe('a verdict that is corrected', () => {
  const gate = noWorseThan('quality', 0.05);

  it.each([
    [corrected(1), 'pass', '97.5 % sure'],
    [corrected(2), 'inconclusive', 'Needs 111 cases.'],
    [corrected(3), 'inconclusive', 'Needs 134 cases.'],
    [counted(3), 'pass', '95 % sure'],
  ] as const)('%o on 100 cases without a flip: %s', (attempt, status, says) => {
    const { outcomes, ...verdict } = verdictOn([gate], attempt);
    expect(verdict.status).toBe(status);
    expect(outcomes[0]?.text).toContain(says);
    expect(outcomes[0]?.interval?.confidence).toBe(gatesOfAttempt([gate], attempt)[0]?.confidence);
  });

  it.each([
    [[gate], corrected(3), / Attempt 3 against these cases: each gate is judged at 99\.58 %\.$/],
    [
      [gate, { ...noWorseThan('quality', 0.2), name: 'wide', confidence: 0.99 }],
      corrected(1),
      / Attempt 1 against these cases: each gate is judged at 97\.5 % to 99\.5 %\.$/,
    ],
    [[gate], counted(3), /^(?!.*Attempt)/],
    // A rule decides by what was seen.
    [[limit('min', 'quality', 1)], corrected(3), /^(?!.*Attempt)/],
  ])('says so %#', (gates, attempt, expected) => {
    expect(verdictOn(gates, attempt).headline).toMatch(expected);
  });

  it('says so after a full stop, whatever the sentence before it ends with', () => {
    const rows = [{ id: 'a', critical: true, baseline: 1, candidate: 0 }, ...flips({ pass: 100 })];
    const { headline } = verdictOn([mustPass('quality'), gate], corrected(3), rows);
    expect(headline).toContain('1 of 1 critical case failed: a. Attempt 3 against these cases: ');
  });
});

describe('the chance of a false pass', () => {
  const sure = { ...noWorseThan('quality', 0.05), confidence: 0.99 };

  it.each<[string, Gate[], Attempt, number | null]>([
    ['grows with every attempt', [noWorseThan('quality', 0.05)], counted(20), 0.6415],
    ['is that of the least sure gate', [sure, noWorseThan('quality', 0.05)], counted(1), 0.05],
    [
      'does not mind a gate that only reports',
      [sure, { ...maxIncrease('cost', 0.1), enforced: false }],
      counted(1),
      0.01,
    ],
    ['does not mind rules', [sure, limit('min', 'quality', 1), limit('max', 'cost', 1)], counted(1), 0.01],
    ['counts floors that are proven', [sure, limit('min', 'quality', 0.8)], counted(1), 0.05],
    ['stays below α where it is corrected', [noWorseThan('quality', 0.05)], corrected(20), 0.05 * (20 / 21)],
    ['is not known of rules alone', [limit('min', 'quality', 1), mustPass('quality')], counted(3), null],
  ])('%s', (_, gates, attempt, expected) => {
    const chance = falsePassOf(gates, [quality], attempt);
    if (expected === null) expect(chance).toBeNull();
    else expect(chance).toBeCloseTo(expected, 4);
  });
});

describe('what so few cases cannot prove at a later attempt', () => {
  const cases = Array.from({ length: 100 }, (_, index) => ({
    id: `case-${index}`,
    variables: {},
    tags: [],
    critical: false,
    split: null,
  }));
  const ask = (gate: Gate, attempt: Attempt) => {
    const grounds = { cases, setApart: false, metrics: [quality], repeats: 1, attempt: attempt.number };
    const { problems, warnings } = feasibilityOf(gatesOfAttempt([gate], attempt), grounds);
    return [...problems, ...warnings].map(formatProblem);
  };

  it.each([
    [
      noWorseThan('quality', 0.05),
      'at 99.58 % (attempt 3) a margin of 0.05 needs 134 cases if nothing flips; the dataset has 100',
    ],
    [
      limit('min', 'quality', 0.95),
      'at 99.58 % (attempt 3) a floor of 0.95 needs 107 cases even if every case passes',
    ],
    [
      limit('max', 'latency', 1000, { stat: 'p95' }),
      'at 99.58 % (attempt 3) a limit on the p95 needs 107 cases',
    ],
  ])('%#', (gate, says) => {
    expect(ask(gate, corrected(1))).toEqual([]);
    expect(ask(gate, corrected(3))).toEqual([expect.stringContaining(says)]);
  });
});
