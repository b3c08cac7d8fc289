import { describe, expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import type { TrialRecord } from '../../src/core/trial.ts';

const cases = [
  { id: 'a', tags: ['german', 'edge'], critical: false },
  { id: 'b', tags: ['edge'], critical: true },
];

function record(changes: Partial<TrialRecord>): TrialRecord {
  return {
    arm: 'candidate',
    case: 'a',
    model: 'm',
    repeat: 0,
    status: 'completed',
    completion: {
      text: 'a long answer that nobody keeps',
      finishReason: 'stop',
      usage: { inputTokens: 12, outputTokens: 3 },
      costUsd: 0.001,
      latencyMs: 20,
      servedModel: null,
    },
    scores: [{ metric: 'quality', value: 1 }],
    attempts: 1,
    ...changes,
  };
}

describe('Observations', () => {
  it('keeps scores and amounts by arm, model, case and repeat', () => {
    const observations = new Observations(cases, 2);
    observations.add(record({ case: 'b', repeat: 1 }));
    const read = (metric: string) => observations.series('candidate', 'm', metric).of(1);
    expect(read('quality')).toEqual([Number.NaN, 1]);
    expect(read('cost')).toEqual([Number.NaN, 0.001]);
    expect(read('latency')).toEqual([Number.NaN, 20]);
    expect(read('inputTokens')).toEqual([Number.NaN, 12]);
    expect(read('outputTokens')).toEqual([Number.NaN, 3]);
    expect(observations.series('baseline', 'm', 'quality').of(1)).toEqual([Number.NaN, Number.NaN]);
    expect(observations.series('candidate', 'other', 'quality').of(1)).toEqual([Number.NaN, Number.NaN]);
  });

  it.each<[string, Partial<TrialRecord>]>([
    ['a failed trial', { status: 'failed', scores: [{ metric: 'quality', value: 1 }] }],
    ['an unscored metric', { scores: [{ metric: 'quality', unscored: 'no reply' }] }],
    ['a metric without a score', { scores: [] }],
    ['a case that is not of this run', { case: 'z' }],
    ['a repeat beyond the plan', { repeat: 1 }],
  ])('leaves the place missing for %s', (_, changes) => {
    const observations = new Observations(cases, 1);
    observations.add(record(changes));
    expect(observations.series('candidate', 'm', 'quality').of(0)).toEqual([Number.NaN]);
    expect(observations.series('candidate', 'm', 'quality').of(1)).toEqual([Number.NaN]);
  });

  it.each<[string, string[], { reason: string; count: number } | undefined]>([
    ['one', ['a', 'a', 'a'], undefined],
    ['two', ['a', 'b', 'b'], { reason: 'b', count: 2 }],
    ['two that are as frequent', ['b', 'a', 'b', 'a'], { reason: 'a', count: 2 }],
    ['one for each', ['a', 'b', 'c'], undefined],
    ['too many to count', [...Array.from({ length: 1001 }, (_, at) => String(at)), 'a', 'a'], undefined],
  ])('tells the reason that most unscored answers have: %s', (_, reasons, often) => {
    const cases = reasons.map((__, at) => ({ id: `case ${at}`, tags: [], critical: false }));
    const observations = new Observations(cases, 1);
    for (const [at, unscored] of reasons.entries()) {
      observations.add(record({ case: `case ${at}`, scores: [{ metric: 'quality', unscored }] }));
    }
    expect(observations.unscored().map((entry) => entry.often)).toEqual([often]);
  });

  it('counts what went unscored by metric, model and arm, with the reason that stands first in the dataset', () => {
    const observations = new Observations(cases, 2);
    const unscored = (place: Partial<TrialRecord>, reason: string) =>
      observations.add(record({ ...place, scores: [{ metric: 'quality', unscored: reason }] }));
    unscored({ case: 'b' }, 'second');
    unscored({ case: 'a', repeat: 1 }, `first ${'x'.repeat(500)}`);
    unscored({ case: 'b', arm: 'baseline' }, 'of the baseline');
    unscored({ case: 'a', status: 'failed' }, 'a failed call is counted elsewhere');
    unscored({ case: 'z' }, 'not of this run');
    const [baseline, candidate, ...others] = observations.unscored();
    expect(others).toEqual([]);
    const common = { metric: 'quality', model: 'm' };
    expect(baseline).toEqual({ ...common, arm: 'baseline', count: 1, reason: 'of the baseline' });
    expect(candidate).toMatchObject({ ...common, arm: 'candidate', count: 2 });
    expect(candidate?.reason).toMatch(/^first x{193}…$/);
  });

  it('counts what failed by code, model and arm, the most frequent first', () => {
    const observations = new Observations(cases, 2);
    const failed = (code: string, place: Partial<TrialRecord> = {}) =>
      observations.add(record({ ...place, status: 'failed', failure: { code, message: 'no' } }));
    failed('timeout', { arm: 'baseline' });
    failed('rate-limited');
    failed('rate-limited', { case: 'b' });
    failed('timeout');
    failed('timeout', { case: 'z' });
    observations.add(record({}));
    expect(observations.failures()).toEqual([
      { code: 'rate-limited', model: 'm', arm: 'candidate', count: 2, message: 'no' },
      { code: 'timeout', model: 'm', arm: 'baseline', count: 1, message: 'no' },
      { code: 'timeout', model: 'm', arm: 'candidate', count: 1, message: 'no' },
    ]);
  });

  it.each([
    ['costUsd', 'cost'],
    ['latencyMs', 'latency'],
    ['usage', 'outputTokens'],
  ] as const)('takes %s of null as missing, never as zero', (field, metric) => {
    const observations = new Observations(cases, 1);
    const { completion } = record({});
    if (completion) observations.add(record({ completion: { ...completion, [field]: null } }));
    expect(observations.series('candidate', 'm', metric).of(0)).toEqual([Number.NaN]);
  });

  it('knows what was answered', () => {
    const observations = new Observations(cases, 1);
    observations.add(record({ status: 'failed', arm: 'baseline' }));
    observations.add(record({ scores: [] }));
    expect(observations.answered('candidate', 'm')).toBe(true);
    expect(observations.answered('baseline', 'm')).toBe(false);
  });

  it('knows its slices', () => {
    const observations = new Observations(cases, 1);
    expect(observations.slices()).toEqual(['edge', 'german']);
    expect(observations.caseIndexes('german')).toEqual([0]);
    expect(observations.caseIndexes('edge')).toEqual([0, 1]);
    expect(observations.caseIndexes('french')).toEqual([]);
    expect(observations.caseIndexes(null)).toEqual([0, 1]);
  });

  it('has a case once in a slice whose tag it names twice', () => {
    const twice = [{ id: 'a', tags: ['edge', 'german', 'edge'], critical: false }];
    expect(new Observations(twice, 1).caseIndexes('edge')).toEqual([0]);
  });
});
