import { expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import { latencyShares } from '../../src/core/latency-spread.ts';
import type { ArmName, TrialRecord } from '../../src/core/trial.ts';
import { latencySpreads } from '../../src/evaluation/latency-spreads.ts';

const cases = Array.from({ length: 21 }, (_, index) => ({ id: `case-${index}`, tags: [], critical: false }));

function answered(arm: ArmName, index: number, latencyMs: number | null): TrialRecord {
  const usage = { inputTokens: 1, outputTokens: 1 };
  const completion = {
    text: '',
    finishReason: 'stop' as const,
    usage,
    costUsd: null,
    latencyMs,
    servedModel: 'm',
  };
  const place = { arm, case: `case-${index}`, model: 'p/m', repeat: 0 };
  return { ...place, status: 'completed', completion, scores: [], attempts: 1 };
}

it('keeps the quantiles of what was timed, an arm and a model at a time', () => {
  const observations = new Observations(cases, 1);
  // 0, 10 … 200 ms, in no order: the 5 % quantile is 10.
  for (const index of cases.keys()) {
    const mixed = (index * 8) % 21;
    observations.add(answered('candidate', mixed, mixed * 10));
  }
  const [spread, ...others] = latencySpreads(observations, ['p/m', 'p/none'], ['baseline', 'candidate']);
  expect(others).toEqual([]);
  expect(spread).toMatchObject({ model: 'p/m', arm: 'candidate', answers: 21 });
  for (const [index, share] of latencyShares.entries()) expect(spread?.ms[index]).toBeCloseTo(share * 200, 9);
});

it('leaves out answers without a latency, such as those of a cache', () => {
  const observations = new Observations(cases, 1);
  observations.add(answered('baseline', 0, 30));
  observations.add(answered('baseline', 1, null));
  observations.add(answered('candidate', 0, null));
  expect(latencySpreads(observations, ['p/m'], ['baseline', 'candidate'])).toEqual([
    { model: 'p/m', arm: 'baseline', answers: 1, ms: latencyShares.map(() => 30) },
  ]);
});
