import { describe, expect, it } from 'vitest';
import type { GateOutcome, GateStatus } from '../../src/core/verdict.ts';
import { gatesOfDrift, undecidingGates } from '../../src/gates/drift-gates.ts';
import { type DriftFacts, driftHeadline } from '../../src/gates/drift-headline.ts';

const outcome = (changes: Partial<GateOutcome>): GateOutcome => ({
  gate: 'quality',
  metric: 'quality',
  model: 'openai/adder',
  slice: null,
  status: 'fail',
  enforced: true,
  reason: 'proven-worse',
  about: 'difference',
  limit: -0.03,
  interval: { low: -0.11, high: -0.039, confidence: 0.95, method: 'exact' },
  expected: '',
  actual: '',
  text: 'quality: 30 cases got worse.',
  ...changes,
});

const facts: DriftFacts = {
  subject: 'triage v3',
  releasedAt: '2026-11-02T10:00:00.000Z',
  sameGates: true,
  served: [{ model: 'openai/adder', atRelease: ['adder-1'], now: ['adder-1'] }],
  metrics: [
    { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] },
    { id: 'toxicity', better: 'lower', kind: 'binary', range: [0, 1] },
  ],
};

const headline = (status: GateStatus, outcomes: GateOutcome[], changes: Partial<DriftFacts> = {}) =>
  driftHeadline({ status, headline: 'What the gates say.', outcomes }, { ...facts, ...changes });

describe('the headline of a drift run', () => {
  const other = [{ model: 'openai/adder', atRelease: ['adder-1'], now: ['adder-2', 'adder-1'] }];
  const cause = 'The prompt did not change, so the model or what serves it did.';

  it.each<[string, string]>([
    [
      headline('pass', []),
      'triage v3 does as well today as when it was released on 2026-11-02. What the gates say.',
    ],
    [
      headline('pass', [], { served: other }),
      'triage v3 does as well today as when it was released on 2026-11-02 (served model then: adder-1, now: adder-2 and adder-1). What the gates say.',
    ],
    [
      headline('inconclusive', []),
      'Whether triage v3 does as well today as when it was released on 2026-11-02 is not settled. What the gates say.',
    ],
    [
      headline('fail', [outcome({})]),
      `triage v3 does worse today than when it was released on 2026-11-02: quality fell by at least 3.9 points. ${cause}`,
    ],
    [
      headline('fail', [
        outcome({ metric: 'toxicity', slice: 'german' }),
        outcome({ status: 'pass', model: 'openai/other' }),
        outcome({ metric: 'cost', limit: -0.1, reason: 'over-limit' }),
      ]),
      `triage v3 does worse today than when it was released on 2026-11-02: toxicity in german on openai/adder rose by at least 3.9 points, cost on openai/adder rose by at least 3.9 %. ${cause}`,
    ],
    [
      headline('fail', [outcome({}), outcome({ gate: 'floor', about: 'value' })]),
      `triage v3 does worse today than when it was released on 2026-11-02: quality fell by at least 3.9 points, and 1 other gate failed. ${cause}`,
    ],
    [
      headline('fail', [outcome({ about: 'value', text: 'quality: too low.' })]),
      `triage v3 does not pass its gates today, unlike when it was released on 2026-11-02: quality: too low. ${cause}`,
    ],
    [
      headline('fail', [outcome({ about: 'value', text: 'critical quality: 1 case failed: c0000' })]),
      `triage v3 does not pass its gates today, unlike when it was released on 2026-11-02: critical quality: 1 case failed: c0000. ${cause}`,
    ],
    [
      headline('fail', [outcome({ limit: null, text: 'quality: misses it.' })], { sameGates: false }),
      'triage v3 does not pass its gates today, unlike when it was released on 2026-11-02: quality: misses it. The prompt did not change, so the model, what serves it or its gates did.',
    ],
    [
      headline('fail', [outcome({}), outcome({ metric: 'cost', enforced: false })]),
      `triage v3 does worse today than when it was released on 2026-11-02: quality fell by at least 3.9 points. ${cause}`,
    ],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('the gates of a drift run', () => {
  const common = { name: 'g', enforced: true, confidence: 0.95, models: null, slice: null };
  const margin = { kind: 'absolute', value: 0.1 } as const;

  it.each([
    [{ ...common, rule: 'noWorseThan', metric: 'quality', margin } as const, true],
    [{ ...common, rule: 'betterThan', metric: 'quality', by: margin } as const, false],
    [{ ...common, rule: 'maxIncrease', metric: 'cost', limit: 0.1 } as const, true],
    [{ ...common, rule: 'maxIncrease', metric: 'latency', limit: 0.1 } as const, false],
    [{ ...common, rule: 'max', metric: 'latency', limit: 900, stat: 'p95' } as const, true],
    [
      {
        ...common,
        rule: 'mustPass',
        metric: 'quality',
        cases: 'critical',
        evenIfBaselineFails: false,
      } as const,
      true,
    ],
  ])('%o decides: %s', (gate, decides) => {
    const byPeople = () => true;
    const byNobody = () => false;
    expect(gatesOfDrift([gate], byNobody)).toEqual([{ ...gate, enforced: decides }]);
    expect(undecidingGates([gate], byNobody)).toHaveLength(decides ? 0 : 1);
    expect(undecidingGates([{ ...gate, enforced: false }], byNobody)).toEqual([]);
    // Nobody is asked to review what a drift run measures.
    expect(gatesOfDrift([gate], byPeople)).toEqual([{ ...gate, enforced: false }]);
    expect(undecidingGates([gate], byPeople)).toHaveLength(1);
  });
});
