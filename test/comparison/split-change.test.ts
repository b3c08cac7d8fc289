import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import { splitChanges } from '../../src/comparison/split-change.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ArmName, TrialRecord } from '../../src/core/trial.ts';

const metric: Metric = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const settings = { id: 'm', model: 'openai/m', parameters: {} };
const pairing = { pairing: { id: 'm', baseline: settings, candidate: settings }, released: 'm' };

function observe(arms: Partial<Record<ArmName, (number | null)[][]>>, ids: readonly string[]): Observations {
  const repeats = Object.values(arms)[0]?.[0]?.length ?? 1;
  const observations = new Observations(
    ids.map((id) => ({ id, tags: [], critical: false, variables: { letter: id.slice(0, 1) } })),
    repeats,
  );
  for (const arm of ['baseline', 'candidate'] as const) {
    for (const [index, values] of (arms[arm] ?? []).entries()) {
      for (const [repeat, value] of values.entries()) {
        observations.add(record(arm, ids[index] ?? '', repeat, value));
      }
    }
  }
  return observations;
}

function record(arm: ArmName, id: string, repeat: number, value: number | null): TrialRecord {
  const place = { arm, case: id, model: 'm', repeat, attempts: 1 };
  if (value === null) return { ...place, status: 'failed', scores: [] };
  return { ...place, status: 'completed', scores: [{ metric: 'quality', value }] };
}

const first = (changes: ReturnType<typeof splitChanges>) =>
  changes.find(({ metric: id }) => id === 'quality');

it('adds up: what the model did and what the edit did are the whole way', () => {
  const score = fc.constantFrom(0, 1);
  const rows = fc.array(fc.tuple(score, score, score), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(rows, (cases) => {
      const ids = cases.map((_, index) => `c${index}`);
      const released = observe({ candidate: cases.map(([then]) => [then]) }, ids);
      const now = observe(
        { baseline: cases.map(([, baseline]) => [baseline]), candidate: cases.map(([, , last]) => [last]) },
        ids,
      );
      const split = first(splitChanges(now, released, [pairing], [metric]));
      const whole = (split?.candidate ?? 0) - (split?.atRelease ?? 0);
      expect((split?.drift.delta ?? 0) + (split?.edit.delta ?? 0)).toBeCloseTo(whole, 12);
      expect(split?.drift.interval?.method).toContain('exact');
    }),
  );
});

it('is about the cases that the release run has, each by its id', () => {
  const released = observe({ candidate: [[1], [0]] }, ['b', 'c']);
  const now = observe({ baseline: [[1], [1], [0]], candidate: [[1], [0], [0]] }, ['a', 'b', 'c']);
  expect(first(splitChanges(now, released, [pairing], [metric]))).toMatchObject({
    cases: 2,
    atRelease: 0.5,
    now: 0.5,
    candidate: 0,
    drift: { delta: 0 },
    edit: { delta: -0.5 },
  });
});

it('counts clusters where the prompt does', () => {
  const ids = ['a1', 'a2', 'a3', 'b1'];
  const released = observe({ candidate: [[1], [1], [1], [0]] }, ids);
  const now = observe({ baseline: [[1], [1], [0], [0]], candidate: [[1], [1], [0], [1]] }, ids);
  const split = first(splitChanges(now, released, [pairing], [metric], 'letter'));
  expect(split).toMatchObject({ cases: 4, atRelease: 0.5, edit: { delta: 0.5 } });
  expect(split?.drift.delta).toBeCloseTo(-1 / 6, 12);
  expect(split?.drift.interval?.method).toBe('t with one worst case added, over clusters');
});

it('takes the means of cases where one of the runs has repeats, and null for what was not measured', () => {
  const released = observe({ candidate: [[1, 0, 0, 1]] }, ['a']);
  const now = observe({ baseline: [[1]], candidate: [[null]] }, ['a']);
  const split = first(splitChanges(now, released, [pairing], [metric]));
  expect(split).toMatchObject({ atRelease: 0.5, now: 1, candidate: null, drift: { delta: 0.5 } });
  expect(split?.drift.interval?.method).toContain('worst case');
  expect(split?.edit.delta).toBeNull();
});

it('leaves latency and tokens out', () => {
  const released = observe({ candidate: [[1]] }, ['a']);
  const now = observe({ baseline: [[1]], candidate: [[1]] }, ['a']);
  const split = splitChanges(now, released, [pairing], [metric]);
  expect(split.map(({ metric: id }) => id)).toEqual(['quality', 'cost']);
});
