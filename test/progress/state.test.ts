import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/progress.ts';
import {
  isSlowedDown,
  type ProgressState,
  reduceProgress,
  remainingMs,
  totals,
} from '../../src/progress/state.ts';

const started: ProgressEvent = {
  type: 'run-started',
  run: 'r',
  prompt: 'support-reply',
  title: 'v13 vs v12',
  models: [
    { id: 'a', planned: 10 },
    { id: 'b', planned: 20 },
  ],
  maxCost: null,
};
const finished = (model: string, status: 'completed' | 'failed', costUsd: number | null): ProgressEvent => ({
  type: 'trial-finished',
  trial: { arm: 'candidate', case: 'c', model, repeat: 0 },
  status,
  costUsd,
  attempts: 1,
  cached: false,
});

const retried = (model: string, code: string, waitMs: number): ProgressEvent => ({
  type: 'attempt-retried',
  trial: { arm: 'candidate', case: 'c', model, repeat: 0 },
  attempt: 1,
  code,
  waitMs,
});

const judge = { about: { case: 'c', model: 'm', repeat: 0 }, metric: 'tone', model: 'openai/j' };
const answer = { latencyMs: 1, finishReason: 'stop', servedModel: null, inputTokens: 1, outputTokens: 1 };

function play(events: ProgressEvent[], at: (index: number) => number = () => 0): ProgressState {
  const state = events.reduce<ProgressState | null>(
    (current, event, index) => reduceProgress(current, event, at(index)),
    null,
  );
  if (state === null) throw new Error('nothing started');
  return state;
}

describe('reduceProgress', () => {
  it('counts trials, costs and retries per model', () => {
    const state = play([
      started,
      finished('a', 'completed', 0.5),
      finished('a', 'failed', null),
      finished('b', 'completed', null),
      retried('b', 'rate-limited', 4000),
      retried('b', 'overloaded', 500),
    ]);
    expect(state.models).toMatchObject([
      { id: 'a', completed: 1, failed: 1, costUsd: 0.5, unpriced: 0, retried: 0 },
      {
        id: 'b',
        completed: 1,
        failed: 0,
        costUsd: 0,
        unpriced: 1,
        retried: 2,
        waiting: { code: 'rate-limited', provider: 'b', until: 4000 },
      },
    ]);
    expect(totals(state)).toEqual({ done: 3, planned: 30, failed: 1, costUsd: 0.5, unpriced: 1 });
  });

  it('knows which models a rate limit slows down, and until when they wait', () => {
    const pace = (slowedDown: boolean, waitMs: number): ProgressEvent => ({
      type: 'pace-changed',
      model: 'a',
      atOnce: 16,
      slowedDown,
      waitMs,
    });
    const slowed = play([started, pace(true, 3000)]);
    expect(slowed.models[0]).toMatchObject({ slowedTo: 16, waiting: { code: 'rate-limited', until: 3000 } });
    expect(isSlowedDown(slowed)).toBe(true);
    const recovered = play([started, pace(true, 3000), pace(false, 0)]);
    expect(recovered.models[0]).toMatchObject({ slowedTo: null, waiting: { until: 3000 } });
    expect(isSlowedDown(recovered)).toBe(false);
  });

  it('gives a model that was not announced a place', () => {
    expect(play([started, finished('c', 'completed', 1)]).models.map((model) => model.id)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('has what a run that ended early has spent, also on answers that are no trials yet', () => {
    const stopped: ProgressEvent = { type: 'run-stopped', because: 'budget', usd: 0.13 };
    expect(totals(play([started, finished('a', 'completed', 0.05), stopped]))).toMatchObject({
      done: 1,
      costUsd: 0.13,
    });
    expect(totals(play([started, stopped, started])).costUsd).toBe(0);
  });

  it('starts anew with the next run, and ignores what comes before any', () => {
    expect(totals(play([started, finished('a', 'completed', 1), started])).done).toBe(0);
    expect(reduceProgress(null, finished('a', 'completed', 1), 0)).toBeNull();
  });
});

describe('remainingMs', () => {
  it.each([
    [4, 4_000, null],
    [10, 10_000, 20_000],
    [29, 29_000, 1_000],
    [30, 30_000, null],
  ])('after %d of 30 trials in %d ms', (done, now, expected) => {
    const events = Array.from({ length: done }, () => finished('a', 'completed', 0));
    expect(remainingMs(play([started, ...events]), now)).toBe(expected);
  });
});

describe('what judges are asked', () => {
  const judged: ProgressEvent = { ...started, judges: { planned: 30, kept: { calls: 4, costUsd: 0.2 } } };

  it('is counted beside the trials, and its cost with theirs', () => {
    const state = play([
      judged,
      finished('a', 'completed', 0.1),
      { type: 'judge-replied', judge, answer, costUsd: 0.5, cached: false },
      { type: 'judge-replied', judge, answer, costUsd: 0, cached: true },
      { type: 'judge-replied', judge, answer, costUsd: null, cached: false },
      { type: 'judge-retried', judge, code: 'rate-limited', waitMs: 500 },
      { type: 'judge-failed', judge },
    ]);
    expect(state.judges).toEqual({
      ...{ planned: 30, replied: 7, cached: 1, failed: 1, retried: 1, unpriced: 1 },
      ...{ costUsd: 0.7, waiting: { code: 'rate-limited', provider: 'openai', until: 500 } },
    });
    expect(totals(state)).toMatchObject({ done: 1, planned: 30, unpriced: 1 });
    expect(totals(state).costUsd).toBeCloseTo(0.8, 12);
  });

  it('has no place where nobody asks, and one where somebody asks all the same', () => {
    expect(play([started]).judges).toBeNull();
    expect(play([started, { type: 'judge-failed', judge }]).judges).toMatchObject({ planned: 0, failed: 1 });
  });
});
