import { describe, expect, it } from 'vitest';
import type { Comparison, Interval } from '../../src/core/comparison.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { MetricDefinition } from '../../src/core/metrics.ts';
import type { GateOutcome } from '../../src/core/verdict.ts';
import { boundsInLine, boundsWords, type Figures } from '../../src/report/figures.ts';
import { aboutOf, boundsOfDifference } from '../../src/report/gate-about.ts';
import { gateRows } from '../../src/report/gate-rows.ts';
import { limit } from '../comparison/observed.ts';
import { loadFixture } from './support.ts';

const binary: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const latency: MetricDefinition = { id: 'latency', better: 'lower', kind: 'amount', range: null };
const bounds = (low: number, high: number): Interval => ({ low, high, confidence: 0.95, method: 'm' });

function comparison(value: number, delta: number): Comparison {
  return {
    metric: 'quality',
    model: 'm',
    slice: null,
    better: 'higher',
    baseline: { value: value - delta, n: 90 },
    candidate: { value, n: 90 },
    delta,
    interval: bounds(delta - 0.05, delta + 0.05),
    pairs: 90,
    wins: 1,
    losses: 1,
    missing: 0,
  };
}

function outcome(change: Partial<GateOutcome>): GateOutcome {
  return {
    gate: 'g',
    metric: 'quality',
    model: 'm',
    slice: null,
    status: 'pass',
    enforced: true,
    reason: 'proven-not-worse',
    interval: null,
    expected: '',
    actual: '',
    text: '',
    ...change,
  };
}

describe('aboutOf', () => {
  it.each([
    [
      'what the outcome says',
      outcome({ about: 'cases', interval: bounds(-0.1, 0.1) }),
      binary,
      comparison(0.9, 0),
      'cases',
    ],
    [
      'an interval around the change',
      outcome({ interval: bounds(-0.1, 0.1) }),
      binary,
      comparison(0.9, 0.02),
      'difference',
    ],
    [
      'an interval around the value',
      outcome({ interval: bounds(0.85, 0.95) }),
      binary,
      comparison(0.9, 0.02),
      'value',
    ],
    [
      'an interval in milliseconds',
      outcome({ interval: bounds(900, 1200) }),
      latency,
      comparison(800, 0.02),
      'value',
    ],
    [
      'an interval around neither (a relative margin)',
      outcome({ interval: bounds(0.03, 0.1) }),
      binary,
      comparison(0.9, 0.01),
      'difference',
    ],
    ['a rule', outcome({ reason: 'within-limit' }), binary, comparison(0.9, 0), 'cases'],
    ['a gate without bounds', outcome({ reason: 'no-baseline' }), binary, comparison(0.9, 0), 'difference'],
    ['a gate without a metric', outcome({ metric: null }), binary, comparison(0.9, 0), 'cases'],
    ['a gate without a comparison', outcome({}), binary, undefined, 'cases'],
  ] as const)('reads %s', (_, subject, metric, beside, expected) => {
    expect(aboutOf(subject, metric, beside)).toBe(expected);
  });

  it('takes the comparison’s bounds where the gate’s stand on another scale', () => {
    const beside = comparison(0.9, 0.01);
    expect(boundsOfDifference(outcome({ interval: bounds(0.03, 0.1) }), beside)).toBe(beside.interval);
    const own = bounds(-0.2, 0.2);
    expect(boundsOfDifference(outcome({ interval: own }), beside)).toBe(own);
    const limited = outcome({ interval: bounds(0.03, 0.1), limit: -0.05 });
    expect(boundsOfDifference(limited, beside)).toBe(limited.interval);
  });
});

describe('gateRows', () => {
  it('puts failed gates first, then undecided ones, and what does not decide last in its group', async () => {
    const { run } = await loadFixture('blocked');
    const rows = gateRows(run);
    expect(rows.map((row) => row.outcome.status)).toEqual([
      'fail',
      'fail',
      'fail',
      'inconclusive',
      'pass',
      'pass',
      'pass',
    ]);
    expect(rows.map((row) => row.outcome.enforced).indexOf(false)).toBe(2);
    expect(rows[0]?.name).toBe('quality · openai/gpt-4.1');
  });

  it('turns a better delta of an amount into a lower change, lower bound first', async () => {
    const { run } = await loadFixture('blocked');
    const cost = gateRows(run).find((row) => row.outcome.gate === 'cost');
    expect(cost).toMatchObject({
      baseline: '$0.0050',
      candidate: '$0.0045',
      change: '−10.4 %',
      bounds: ['−11.0', '−9.8'],
    });
  });

  it('shows its own figures of a gate that counts cases otherwise than the comparison', async () => {
    const { run } = await loadFixture('blocked');
    const { outcome: judged } = gateRows(run).find((row) => row.outcome.gate === 'cost') ?? {};
    const gates: Gate[] = [
      {
        name: 'cost',
        rule: 'maxIncrease',
        metric: 'cost',
        limit: 0.1,
        enforced: true,
        confidence: 0.95,
        models: null,
        slice: null,
      },
    ];
    const rowOf = (changed: Gate[]) =>
      gateRows({ ...run, gates: changed }).find((row) => row.outcome.gate === 'cost');
    expect(rowOf(gates)).toMatchObject({ candidate: '$0.0045', change: '−10.4 %' });
    const clustered = gates.map((gate) => ({ ...gate, cluster: 'customer' }));
    const own = ['−11.0', '−9.8'];
    expect(rowOf(clustered)).toMatchObject({ outcome: judged, candidate: null, change: null, bounds: own });
    const seen = { baseline: 0.006, candidate: 0.0054, delta: 0.1 };
    const outcomes = run.verdict.outcomes.map((outcome) => ({ ...outcome, seen }));
    const seenRun = { ...run, gates: clustered, verdict: { ...run.verdict, outcomes } };
    const row = gateRows(seenRun).find(({ outcome }) => outcome.gate === 'cost');
    expect(row).toMatchObject({ baseline: '$0.0060', candidate: '$0.0054', change: '−10.0 %', bounds: own });
    expect(row).toMatchObject({ comparison: { delta: 0.1 }, interval: judged?.interval });
  });

  it('shows the bounds of a floor that counts cases otherwise', async () => {
    const { run } = await loadFixture('first-release');
    const floor = run.verdict.outcomes.find(({ gate }) => gate === 'quality floor');
    const gate: Gate = {
      name: 'quality floor',
      rule: 'min',
      metric: 'quality',
      limit: 0.8,
      stat: null,
      enforced: true,
      confidence: 0.95,
      models: null,
      slice: null,
      cluster: 'customer',
    };
    const row = gateRows({ ...run, gates: [gate] }).find(({ outcome }) => outcome.gate === floor?.gate);
    const bounds = ['89.4 %', '94.7 %'];
    expect(row).toMatchObject({ baseline: null, candidate: '92.3 %', bounds, boundsOf: 'mean' });
  });

  it.each<[Partial<Figures>, string | null, string | null]>([
    [{ bounds: ['−1.9', '−0.9'], boundsOf: null }, '−1.9 … −0.9', '[−1.9, −0.9]'],
    [{ bounds: ['0.524', '0.644'], boundsOf: 'mean' }, 'mean 0.524 … 0.644', 'mean [0.524, 0.644]'],
    [{ bounds: null, boundsOf: 'p95' }, null, null],
  ])('says of what bounds are that stand beside a change: %j', (changes, words, line) => {
    const nothing = { baseline: null, candidate: null, change: '−0.011', confidence: '95 %' };
    const figures: Figures = { ...nothing, bounds: null, boundsOf: null, ...changes };
    expect([boundsWords(figures), boundsInLine(figures)]).toEqual([words, line]);
  });

  it('lets a p95 stand alone and a floor stand beside the baseline', async () => {
    const p95 = gateRows((await loadFixture('promoted')).run).find(
      (row) => row.outcome.gate === 'latency p95',
    );
    expect(p95).toMatchObject({
      baseline: null,
      candidate: '1.09 s',
      change: null,
      bounds: ['940 ms', '1.20 s'],
      // A run of before gates were kept.
      boundsOf: 'value',
    });
    const floor = gateRows((await loadFixture('first-release')).run).find(
      (row) => row.outcome.gate === 'quality floor',
    );
    expect(floor).toMatchObject({ baseline: null, candidate: '92.3 %', bounds: ['89.4 %', '94.7 %'] });
  });

  it('shows both arms over the cases that the change is about, and a floor over its own', async () => {
    const { run } = await loadFixture('blocked');
    const paired = { baseline: 0.004, candidate: 0.0045 };
    const comparisons = run.comparisons.map((each) => ({ ...each, paired }));
    const cost = gateRows({ ...run, comparisons }).find((row) => row.outcome.gate === 'cost');
    expect(cost).toMatchObject({ baseline: '$0.0040', candidate: '$0.0045' });
    const floor = outcome({ about: 'value', actual: '90.0 %', interval: bounds(0.8, 0.95) });
    const [beside] = gateRows({
      ...run,
      metrics: [{ id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] }],
      comparisons: [{ ...comparison(0.9, 0.05), paired: { baseline: 0.9, candidate: 1 } }],
      verdict: { ...run.verdict, outcomes: [floor] },
    });
    expect(beside).toMatchObject({ baseline: null, candidate: '90.0 %', change: null });
  });

  it('lets a p95 stand alone though the mean reads the same', async () => {
    const { run } = await loadFixture('promoted');
    const gates: Gate[] = [{ ...limit('max', 'latency', 1200, { stat: 'p95' }), name: 'latency p95' }];
    const actual = '1.00 s';
    const outcomes = run.verdict.outcomes.map((each) => ({ ...each, actual }));
    const comparisons = run.comparisons.map((each) => ({ ...each, candidate: { value: 1000, n: 9 } }));
    const changed = { ...run, gates, comparisons, verdict: { ...run.verdict, outcomes } };
    const p95 = gateRows(changed).find((row) => row.outcome.gate === 'latency p95');
    expect(p95).toMatchObject({ baseline: null, candidate: actual, change: null, boundsOf: 'p95' });
  });

  it.each<[string, [number | null, number | null], Figures['bounds']]>([
    ['no bounds on an amount that did not vary', [0.104, 0.104], null],
    ['none where it varied by a rounding error', [0.104, 0.104 + 1e-15], null],
    ['narrow bounds of what varied a little', [0.1039, 0.1041], ['−10.4', '−10.4']],
    ['a bound in as many digits as tell it from the limit of −5.0', [-0.0503, 0.104], ['−10.4', '+5.03']],
    ['a bound that JSON lost', [0.104, null], ['−∞', '−10.4']],
    ['two such bounds', [null, null], ['−∞', '+∞']],
  ])('shows %s', async (_, [low, high], shown) => {
    const { run } = await loadFixture('blocked');
    const interval = JSON.parse(JSON.stringify({ low, high, confidence: 0.95, method: 't' }));
    const outcomes = run.verdict.outcomes.map((each) =>
      each.gate === 'cost' ? { ...each, interval } : each,
    );
    const rows = gateRows({ ...run, verdict: { ...run.verdict, outcomes } });
    const row = rows.find(({ outcome }) => outcome.gate === 'cost');
    expect(row).toMatchObject({ change: '−10.4 %', bounds: shown });
    expect(row?.confidence).toBe(shown === null ? null : '95 %');
  });

  it('shows a bound that JSON lost as infinite, never as zero', async () => {
    const { run } = await loadFixture('blocked');
    const text = JSON.stringify(run.verdict).replaceAll('"high":0.11', '"high":null');
    const rows = gateRows({ ...run, verdict: JSON.parse(text) });
    expect(rows.find((row) => row.outcome.gate === 'cost')?.bounds).toEqual(['−∞', '−9.8']);
  });
});
