import { describe, expect, it } from 'vitest';
import { resolveGates } from '../../src/config/resolve-gates.ts';
import type { GateConfig } from '../../src/config/user-config.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { mood, quality, stars } from './configs.ts';

const known = { metrics: [quality, stars, mood], areAll: true };

/** Gates of any shape: a config is not held to its types. */
function resolve(...gates: object[]) {
  const { gates: resolved, problems } = resolveGates(gates as GateConfig[], known);
  return {
    gates: resolved,
    problems: problems.map(({ gate, key, ...problem }) =>
      formatProblem({ field: `${gate}${key === null ? '' : `.${key}`}`, ...problem }),
    ),
  };
}

const common = { enforced: true, confidence: 0.95, models: null, slice: null };
const baseline = { noWorseThan: 'baseline' } as const;

describe('gates as they are written', () => {
  it.each<[object, object]>([
    [
      { metric: 'quality', noWorseThan: 'baseline', margin: 0.03 },
      { rule: 'noWorseThan', metric: 'quality', margin: { kind: 'absolute', value: 0.03 } },
    ],
    [
      { metric: 'quality', noWorseThan: 'baseline', margin: '2%' },
      { rule: 'noWorseThan', metric: 'quality', margin: { kind: 'relative', value: 0.02 } },
    ],
    [
      { metric: 'stars', noWorseThan: 'baseline', margin: 1.5 },
      { rule: 'noWorseThan', metric: 'stars', margin: { kind: 'absolute', value: 1.5 } },
    ],
    [
      { metric: 'quality', betterThan: 'baseline', by: 0 },
      { rule: 'betterThan', metric: 'quality', by: { kind: 'absolute', value: 0 } },
    ],
    [
      { metric: 'quality', betterThan: 'baseline', by: '1.5%' },
      { rule: 'betterThan', metric: 'quality', by: { kind: 'relative', value: 0.015 } },
    ],
    [
      { metric: 'quality', min: 0.8, requireCalibration: 0.6 },
      { rule: 'min', metric: 'quality', limit: 0.8, stat: null, requireCalibration: 0.6 },
    ],
    [
      { metric: 'quality', min: 0.8 },
      { rule: 'min', metric: 'quality', limit: 0.8, stat: null },
    ],
    [
      { metric: 'quality', min: '80%' },
      { rule: 'min', metric: 'quality', limit: 0.8, stat: null },
    ],
    [
      { metric: 'mood', max: 0.5 },
      { rule: 'max', metric: 'mood', limit: 0.5, stat: null },
    ],
    [
      { metric: 'latency', stat: 'p95', max: '2s' },
      { rule: 'max', metric: 'latency', limit: 2000, stat: 'p95' },
    ],
    [
      { metric: 'cost', max: '$0.02' },
      { rule: 'max', metric: 'cost', limit: 0.02, stat: null },
    ],
    [
      { metric: 'outputTokens', max: 400 },
      { rule: 'max', metric: 'outputTokens', limit: 400, stat: null },
    ],
    [
      { metric: 'cost', maxIncrease: '10%' },
      { rule: 'maxIncrease', metric: 'cost', limit: 0.1 },
    ],
    [
      { metric: 'latency', maxIncrease: 0.2 },
      { rule: 'maxIncrease', metric: 'latency', limit: 0.2 },
    ],
    [
      { mustPass: 'quality' },
      { rule: 'mustPass', metric: 'quality', cases: 'critical', evenIfBaselineFails: false },
    ],
    [
      { cases: 'refund', mustPass: 'quality', evenIfBaselineFails: true },
      { rule: 'mustPass', metric: 'quality', cases: 'refund', evenIfBaselineFails: true },
    ],
  ])('%j', (written, gate) => {
    expect(resolve(written)).toEqual({
      gates: [{ ...common, name: expect.any(String), ...gate }],
      problems: [],
    });
  });

  it('keeps what any gate may set', () => {
    const more = { name: 'mine', confidence: 0.9, models: ['own'], slice: 'german', enforce: false };
    expect(resolve({ metric: 'quality', min: 0.5, ...more }).gates).toMatchObject([
      { name: 'mine', confidence: 0.9, models: ['own'], slice: 'german', enforced: false },
    ]);
  });

  it('takes the prompt’s cluster where it has none of its own, and none where every trial has to pass', () => {
    const written: GateConfig[] = [
      { metric: 'quality', ...baseline, margin: 0.03 },
      { metric: 'quality', betterThan: 'baseline', by: 0, cluster: 'document' },
      { metric: 'quality', min: 0.5 },
      { metric: 'latency', stat: 'p95', max: '2s' },
      { metric: 'cost', maxIncrease: '10%' },
      { mustPass: 'quality' },
    ];
    const { gates, problems } = resolveGates(written, known, { cluster: 'customer' });
    expect(problems).toEqual([]);
    expect(gates.map(({ cluster }) => cluster)).toEqual([
      'customer',
      'document',
      'customer',
      'customer',
      'customer',
      undefined,
    ]);
    // Left out, so that the digest of gates without it stays what it was.
    const withKey = resolveGates(written, known).gates.filter((gate) => 'cluster' in gate);
    expect(withKey).toMatchObject([{ rule: 'betterThan' }]);
  });
});

describe('mistakes', () => {
  it.each<[string, object, string[]]>([
    [
      'no rule',
      { metric: 'quality' },
      [
        '0: the gate asks for nothing; expected exactly one of noWorseThan, betterThan, min, max, maxIncrease, mustPass',
      ],
    ],
    [
      'two rules',
      { metric: 'quality', min: 0.5, max: 0.9 },
      [
        '0: the gate asks for several things: min, max; expected exactly one of noWorseThan, betterThan, min, max, maxIncrease, mustPass',
      ],
    ],
    [
      'no metric',
      { min: 0.5 },
      [
        '0.metric: the gate names no metric; expected one of quality, stars, mood, cost, latency, inputTokens, outputTokens',
      ],
    ],
    [
      'a metric that nothing measures',
      { metric: 'qualty', min: 0.5 },
      ['0.metric: no evaluator of this prompt measures "qualty". Did you mean "quality"?'],
    ],
    [
      'a must-pass metric that nothing measures',
      { mustPass: 'qualty' },
      ['0.mustPass: no evaluator of this prompt measures "qualty". Did you mean "quality"?'],
    ],
    [
      'no margin',
      { metric: 'quality', ...baseline },
      [
        '0.margin: "margin" is missing; there is no silent default; expected score units, or a share of the baseline such as "2%"',
      ],
    ],
    [
      'no gain',
      { metric: 'quality', betterThan: 'baseline' },
      [
        '0.by: "by" is missing; there is no silent default; expected score units, or a share of the baseline such as "2%"',
      ],
    ],
    [
      'a margin in points',
      { metric: 'quality', ...baseline, margin: 3 },
      ['0.margin: 3 is no margin for "quality"; expected a number above 0 and below 1'],
    ],
    [
      'a margin of nothing',
      { metric: 'quality', ...baseline, margin: 0 },
      ['0.margin: 0 is no margin for "quality"; expected a number above 0 and below 1'],
    ],
    [
      'a negative gain',
      { metric: 'stars', betterThan: 'baseline', by: -0.1 },
      ['0.by: -0.1 is no gain for "stars"; expected a number from 0 and below 4'],
    ],
    [
      'a margin in words',
      { metric: 'quality', ...baseline, margin: 'a little' },
      ['0.margin: "a little" is no margin for "quality"; expected a share such as "2%"'],
    ],
    [
      'a margin as large as the baseline',
      { metric: 'quality', ...baseline, margin: '100%' },
      ['0.margin: "100%" is no margin for "quality"; expected a share such as "2%"'],
    ],
    [
      'a relative margin on what may be negative',
      { metric: 'mood', ...baseline, margin: '2%' },
      ['0.margin: a relative margin needs a metric that is never negative; "mood" starts at -1'],
    ],
    [
      'a margin on an amount',
      { metric: 'latency', ...baseline, margin: 5 },
      [
        `0.metric: "latency" is compared by its increase; expected maxIncrease. Use { metric: 'latency', maxIncrease: '10%' }`,
      ],
    ],
    [
      'an increase of a score',
      { metric: 'quality', maxIncrease: '10%' },
      [
        `0.maxIncrease: "maxIncrease" goes with cost, latency and tokens, not with "quality". Use { metric: 'quality', noWorseThan: 'baseline', margin: … }`,
      ],
    ],
    [
      'an increase that was meant in per cent',
      { metric: 'cost', maxIncrease: 50 },
      [
        '0.maxIncrease: 50 allows 5,000 % more; expected a share: "50%" for 50 %, or "5000%" where so much is meant',
      ],
    ],
    [
      'an increase of nothing',
      { metric: 'cost', maxIncrease: 0 },
      ['0.maxIncrease: 0 is no increase; expected a share above 0, such as "10%" or 0.1'],
    ],
    [
      'an increase in words',
      { metric: 'cost', maxIncrease: '10 cents' },
      ['0.maxIncrease: "10 cents" is no increase; expected a share above 0, such as "10%" or 0.1'],
    ],
    [
      'a time that is none',
      { metric: 'latency', max: '2 parsecs' },
      ['0.max: "2 parsecs" is no limit for "latency"; expected milliseconds above 0, or "800ms", "2s"'],
    ],
    [
      'a time for a cost',
      { metric: 'cost', max: '2s' },
      ['0.max: "2s" is no limit for "cost"; expected USD, such as 0.02 or "$0.02"'],
    ],
    [
      'a share of tokens',
      { metric: 'outputTokens', max: '80%' },
      ['0.max: "80%" is no limit for "outputTokens"; expected a number of tokens above 0'],
    ],
    [
      'a share of stars',
      { metric: 'stars', min: '80%' },
      ['0.min: "80%" is no limit for "stars"; expected a number'],
    ],
    [
      'a negative cost',
      { metric: 'cost', max: -1 },
      ['0.max: -1 is no limit for "cost"; expected USD, such as 0.02 or "$0.02"'],
    ],
    [
      'a floor of a cost',
      { metric: 'cost', min: 0.02 },
      [
        '0.min: "cost" is better the lower it is, so a floor would only keep good answers out; expected max or maxIncrease',
      ],
    ],
    [
      'a time that no answer takes',
      { metric: 'latency', stat: 'p95', max: 0 },
      ['0.max: 0 is no limit for "latency"; expected milliseconds above 0, or "800ms", "2s"'],
    ],
    [
      'a number of tokens that no answer has',
      { metric: 'inputTokens', max: 0 },
      ['0.max: 0 is no limit for "inputTokens"; expected a number of tokens above 0'],
    ],
    [
      'a negative time',
      { metric: 'latency', max: -5 },
      ['0.max: -5 is no limit for "latency"; expected milliseconds above 0, or "800ms", "2s"'],
    ],
    [
      'a margin that is no number',
      { metric: 'quality', ...baseline, margin: Number.NaN },
      ['0.margin: NaN is no margin for "quality"; expected a number above 0 and below 1'],
    ],
    [
      'a gain without an end',
      { metric: 'quality', betterThan: 'baseline', by: Number.POSITIVE_INFINITY },
      ['0.by: Infinity is no gain for "quality"; expected a number from 0 and below 1'],
    ],
    [
      'an increase that is no number',
      { metric: 'cost', maxIncrease: Number.NaN },
      ['0.maxIncrease: NaN is no increase; expected a share above 0, such as "10%" or 0.1'],
    ],
    [
      'tokens without an end',
      { metric: 'outputTokens', max: Number.POSITIVE_INFINITY },
      ['0.max: Infinity is no limit for "outputTokens"; expected a number of tokens above 0'],
    ],
    [
      'a floor that is no number',
      { metric: 'quality', min: Number.NaN },
      ['0.min: NaN is no limit for "quality"; expected a number or a share such as "80%"'],
    ],
    [
      'a limit outside the range',
      { metric: 'stars', min: 6 },
      ['0.min: 6 is outside the range of "stars"; expected 1 to 5'],
    ],
    [
      'a p95 of a score',
      { metric: 'stars', stat: 'p95', max: 4 },
      ['0.stat: "stat" goes with cost, latency and tokens, not with "stars"'],
    ],
    [
      'a cost that must pass',
      { mustPass: 'cost' },
      ['0.mustPass: "cost" has no pass or fail; expected the metric of an evaluator'],
    ],
    [
      'a metric beside mustPass',
      { metric: 'quality', mustPass: 'quality' },
      ['0.metric: with "mustPass" the metric stands after mustPass'],
    ],
    [
      'keys of other rules',
      { metric: 'quality', min: 0.5, margin: 0.1, cases: 'critical' },
      ['0.margin: "margin" does not go with "min"', '0.cases: "cases" does not go with "min"'],
    ],
    [
      'a cluster where every trial has to pass',
      { mustPass: 'quality', cluster: 'customer' },
      ['0.cluster: "cluster" does not go with "mustPass"'],
    ],
    [
      'the name of a built-in gate',
      { metric: 'quality', min: 0.5, name: 'interface' },
      ['0.name: "interface" is the name of a built-in gate'],
    ],
  ])('%s', (_, gate, problems) => {
    expect(resolve(gate).problems).toEqual(problems);
  });

  it('are found in every gate', () => {
    const { problems } = resolve({ metric: 'quality', min: 2 }, { metric: 'quality', min: 0.5 }, {});
    expect(problems.map((problem) => problem.slice(0, 5))).toEqual(['0.min', '2: th']);
  });

  it('include a name that is given twice', () => {
    const gate = { metric: 'quality', min: 0.5, name: 'mine' };
    expect(resolve(gate, gate).problems).toEqual(['1.name: two gates are called "mine"']);
  });

  it('do not include a metric of an evaluator that could not be made', () => {
    const gates = [
      { metric: 'politeness', min: 0.5 },
      { metric: 'quality', min: 2 },
    ];
    const { gates: resolved, problems } = resolveGates(gates, { ...known, areAll: false });
    expect(resolved).toEqual([]);
    expect(problems.map((problem) => problem.gate)).toEqual([1]);
  });
});

describe('names', () => {
  it('come from the metric, and are told apart where they must be', () => {
    const { gates, problems } = resolve(
      { metric: 'quality', ...baseline, margin: 0.1 },
      { metric: 'quality', min: 0.5 },
      { metric: 'quality', min: 0.5, confidence: 0.9 },
      { metric: 'quality', min: 0.5, slice: 'german' },
      { mustPass: 'quality' },
      { mustPass: 'quality', cases: 'refund' },
      { metric: 'cost', maxIncrease: '10%' },
    );
    expect(problems).toEqual([]);
    expect(gates.map((gate) => gate.name)).toEqual([
      'quality',
      'quality min',
      'quality min 2',
      'quality in german',
      'critical quality',
      'refund quality',
      'cost',
    ]);
  });

  it('leave those that are given to their gates', () => {
    const { gates, problems } = resolve(
      { metric: 'quality', min: 0.5 },
      { metric: 'stars', min: 2, name: 'quality' },
    );
    expect(problems).toEqual([]);
    expect(gates.map((gate) => gate.name)).toEqual(['quality min', 'quality']);
  });

  it('never are those of the built-in gates', () => {
    const metrics = [{ ...quality, id: 'interface' }];
    const { gates } = resolveGates([{ metric: 'interface', min: 0.5 }], { metrics, areAll: true });
    expect(gates.map((gate) => gate.name)).toEqual(['interface min']);
  });

  it('are unique, however many gates are alike', () => {
    const { gates } = resolve(...Array(9).fill({ metric: 'quality', min: 0.5 }));
    expect(new Set(gates.map((gate) => gate.name)).size).toBe(9);
  });

  it('are unique even where a given name looks like one that is made', () => {
    const alike = { metric: 'quality', min: 0.5 };
    const { gates } = resolve(alike, alike, alike, { ...alike, name: 'quality min 2' });
    expect(new Set(gates.map((gate) => gate.name)).size).toBe(4);
  });
});

it('asks for exactly one thing by its type too', () => {
  const one: GateConfig[] = [
    { metric: 'quality', min: 0.5 },
    { cases: 'critical', mustPass: 'quality' },
  ];
  // @ts-expect-error two rules
  const two: GateConfig = { metric: 'quality', min: 0.5, max: 1 };
  // @ts-expect-error none
  const none: GateConfig = { metric: 'quality' };
  expect(resolveGates([...one, two, none], known).problems.map(({ gate }) => gate)).toEqual([2, 3]);
});

describe('gates that no answers can pass at once', () => {
  const floor = { metric: 'quality', min: 0.9 };
  const ceiling = { metric: 'quality', max: 0.5 };

  it.each<[string, object[], string[]]>([
    [
      'a floor above a ceiling',
      [floor, ceiling],
      ['1.max: no answers can pass both this and the gate "quality", which asks for at least 0.9'],
    ],
    [
      'a ceiling below a floor, in a slice',
      [
        { ...ceiling, slice: 'german', name: 'few' },
        { metric: 'stars', min: 3 },
        { ...floor, slice: 'german' },
      ],
      ['2.min: no answers can pass both this and the gate "few", which asks for at most 0.5'],
    ],
    [
      'of a model that both are about',
      [
        { ...floor, models: ['demo/a', 'demo/b'] },
        { ...ceiling, models: ['demo/b'] },
      ],
      ['1.max: no answers can pass both this and the gate "quality", which asks for at least 0.9'],
    ],
    ['a band', [floor, { metric: 'quality', max: 0.95 }], []],
    ['another slice', [floor, { ...ceiling, slice: 'german' }], []],
    ['another metric', [floor, { metric: 'mood', max: 0.5 }], []],
    ['another cluster', [floor, { ...ceiling, cluster: 'customer' }], []],
    [
      'other models',
      [
        { ...floor, models: ['demo/a'] },
        { ...ceiling, models: ['demo/b'] },
      ],
      [],
    ],
    ['one that only reports', [floor, { ...ceiling, enforce: false }], []],
    ['two floors', [floor, { metric: 'quality', min: 0.5 }], []],
  ])('%s', (_, gates, problems) => {
    expect(resolve(...gates).problems).toEqual(problems);
  });
});
