import { describe, expect, it } from 'vitest';
import { loadFixture } from '../support.ts';
import { digest, historyOf, move, release, runOf, version } from './records.ts';

const first = '20261101-100000-000001';
const second = '20261102-100000-000002';
const third = '20261103-100000-000003';

describe('the figures of a version', () => {
  it.each([
    [
      'its last release, not a later run',
      [runOf(first, 1, null), runOf(second, 1, null)],
      [release(1, 1, first)],
      first,
      'candidate',
    ],
    [
      'its newest whole run where it was never released',
      [runOf(first, 1, null), runOf(second, 1, null)],
      [],
      second,
      'candidate',
    ],
    [
      'the oldest run that it was the baseline of',
      [runOf(first, 7, 1), runOf(second, 8, 1)],
      [],
      first,
      'baseline',
    ],
    [
      'nothing, where only a narrowed run is kept',
      [runOf(first, 1, null, { status: 'smoke' })],
      [],
      null,
      null,
    ],
  ] as const)('are those of %s', (_, runs, moves, run, arm) => {
    const { versions } = historyOf({ runs, versions: [version(1)], chains: [moves] });
    expect(versions[0]).toMatchObject({ run, arm });
  });

  it('leave out what a drift run measured', async () => {
    const { run } = await loadFixture('promoted');
    const drift = { release: first, releasedAt: run.startedAt, rescored: false, sameGates: true, served: [] };
    const runs = [runOf(first, 1, null), runOf(second, 1, 1, { drift })];
    const history = historyOf({ runs, versions: [version(1)] });
    expect(history.versions[0]?.run).toBe(first);
    expect(history.runs.map(({ drift: isDrift }) => isDrift)).toEqual([true, false]);
  });

  it('say what an answer and a month cost', async () => {
    const { run } = await loadFixture('promoted');
    const cost = run.comparisons.find(({ metric, slice }) => metric === 'cost' && slice === null);
    const { versions } = historyOf({
      ...{ runs: [runOf(first, 1, null)], versions: [version(1), version(2)], volume: 1000 },
    });
    expect(versions[0]?.costUsd).toBe(cost?.candidate.value);
    expect(versions[0]?.costAMonthUsd).toBeCloseTo((cost?.candidate.value ?? 0) * 1000, 10);
    expect(versions[1]).toMatchObject({ costUsd: null, costAMonthUsd: null, run: null, verdict: null });
  });

  it('do not sum up what is not known', () => {
    const unpriced = { usd: 1, judgeUsd: 0.5, unpriced: 3 };
    const priced = { usd: 1, judgeUsd: 0.5 };
    const of = (spend: typeof priced) =>
      historyOf({ runs: [runOf(first, 1, null, { spend })], versions: [version(1)] });
    expect(of(unpriced).versions[0]?.evaluationUsd).toBeNull();
    expect(of(unpriced).runs[0]?.usd).toBeNull();
    expect(of(priced).versions[0]?.evaluationUsd).toBe(1.5);
  });
});

describe('a metric over versions', () => {
  it('has a point a version, in order, as its run says it', () => {
    const runs = [runOf(first, 1, null), runOf(second, 2, 1), runOf(third, 3, 2)];
    const versions = [version(1), version(2), version(3)];
    const { metrics } = historyOf({ runs, versions });
    const told = runs[1]?.comparisons.find(({ metric, slice }) => metric === 'quality' && slice === null);
    const quality = metrics.find(({ metric, model }) => metric.id === 'quality' && model === null);
    expect(quality?.points.map((point) => point.version)).toEqual([1, 2, 3]);
    expect(quality?.points[0]).toMatchObject({ delta: null, interval: null, comparable: true });
    expect(quality?.points[1]).toMatchObject({
      value: told?.candidate.value,
      cases: told?.candidate.n,
      delta: told?.delta,
      interval: told?.interval,
    });
  });

  it('says where the measure changed', () => {
    const other = runOf(second, 2, 1);
    const runs = [
      runOf(first, 1, null),
      { ...other, dataset: { ...other.dataset, digest: digest(50) } },
      { ...runOf(third, 3, 2), dataset: { ...other.dataset, digest: digest(50) } },
    ];
    const { metrics } = historyOf({ runs, versions: [version(1), version(2), version(3)] });
    expect(metrics[0]?.points.map(({ comparable }) => comparable)).toEqual([true, false, true]);
  });

  it('keeps the model that a version ships with apart from others', async () => {
    const { run: stored } = await loadFixture('blocked');
    const shipped = stored.models[0] ?? '';
    const { candidate, baseline } = stored.arms;
    const prompt = { ...candidate.prompt, model: shipped };
    const run = { ...stored, arms: { baseline, candidate: { ...candidate, prompt } } };
    const versions = [{ ...version(1), digest: run.arms.candidate.digest }];
    const { metrics } = historyOf({ runs: [{ ...run, status: 'complete' }], versions });
    const models = new Set(metrics.map(({ model }) => model));
    expect(models).toContain(null);
    expect(models).not.toContain(shipped);
    expect(models.size).toBe(run.models.length);
    expect(metrics.findIndex(({ model }) => model !== null)).toBe(
      metrics.filter(({ model }) => model === null).length,
    );
  });
});

describe('what is live', () => {
  it('is what the last move put there; a freeze moves nothing', () => {
    const chain = [move(1, 1), move(2, 2, { actor: 'tom' }), move(3, 2, { kind: 'freeze', actor: 'eve' })];
    const { live, moves } = historyOf({ chains: [chain] });
    expect(live).toEqual([{ alias: 'stable', version: 2, since: '2026-11-02T12:00:00.000Z', by: 'tom' }]);
    expect(moves.map(({ seq }) => seq)).toEqual([3, 2, 1]);
  });
});

describe('a prompt of which nothing is kept', () => {
  it('has an empty history', () => {
    expect(historyOf({})).toMatchObject({ live: [], runs: [], versions: [], metrics: [], moves: [] });
  });
});
