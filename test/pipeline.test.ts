import { describe, expect, it } from 'vitest';
import type { Variable } from '../src/core/prompt.ts';
import type { Arms } from '../src/evaluation/evaluation.ts';
import { unscoredAnswers } from '../src/evaluation/unscored-answers.ts';
import { model, observe } from './comparison/observed.ts';
import { draft, prompt, stable } from './release/runs.ts';

function armWith(variables: Record<string, Variable>) {
  return { ...prompt(), 'x-prompteval': { ...prompt()['x-prompteval'], variables } };
}

function arms(baseline: ReturnType<typeof armWith>, candidate: ReturnType<typeof armWith>): Arms {
  return {
    baseline: { ...stable, name: 'baseline', prompt: baseline },
    candidate: { ...draft, name: 'candidate', prompt: candidate },
  };
}

describe('why an answer went unscored', () => {
  const open = armWith({ name: { type: 'string', required: true } });
  const sensitive = armWith({ name: { type: 'string', required: true, sensitive: true } });

  it.each([
    ['is kept', open, open, 'no reply'],
    ['is not kept where the baseline has sensitive variables', sensitive, open, null],
    ['is not kept where the candidate has', open, sensitive, null],
  ])('%s', (_, baseline, candidate, reason) => {
    const observations = observe('quality', [{ candidate: null }, { candidate: 1 }]);
    expect(unscoredAnswers(observations, arms(baseline, candidate))).toEqual([
      { metric: 'quality', model, arm: 'candidate', count: 1, reason },
    ]);
  });
});
