import { describe, expect, it } from 'vitest';
import { renderBlock, renderLine } from '../../src/progress/render.ts';
import type { ModelProgress, ProgressState } from '../../src/progress/state.ts';

const model = (change: Partial<ModelProgress>): ModelProgress => ({
  id: 'openai/gpt-4.1',
  planned: 2000,
  completed: 1602,
  failed: 0,
  retried: 0,
  costUsd: 1.91,
  unpriced: 0,
  waiting: null,
  slowedTo: null,
  ...change,
});
const state = (models: ModelProgress[], change: Partial<ProgressState> = {}): ProgressState => ({
  prompt: 'support-reply',
  title: 'v13 vs v12 (stable)',
  models,
  maxCost: 15,
  kept: 0,
  spentUsd: null,
  judges: null,
  startedAt: 0,
  finished: false,
  ...change,
});

const three = state([
  model({ retried: 3 }),
  model({
    id: 'anthropic/claude-sonnet-4',
    completed: 1377,
    waiting: { code: 'rate-limited', provider: 'anthropic', until: 165_000 },
    costUsd: 1.58,
  }),
  model({ id: 'bedrock/llama-3.3-70b', completed: 1999, failed: 1, costUsd: 0.38 }),
]);

describe('renderBlock', () => {
  it('has a title, a bar per model and the totals', () => {
    expect(renderBlock(three, 161_000, 120)).toEqual([
      ' prompteval  support-reply  v13 vs v12 (stable)',
      ' openai/gpt-4.1            ███████████████████░░░░░ 1,602/2,000   3 retried   $1.91',
      " anthropic/claude-sonnet-4 ████████████████░░░░░░░░ 1,377/2,000   waiting 4 s for anthropic's limit   $1.58",
      ' bedrock/llama-3.3-70b     ████████████████████████ 2,000/2,000   1 failed   $0.38',
      ' spent $3.87 of $15.00 · elapsed 2:41 · about 0:33 left',
    ]);
  });

  it('says where a rate limit slows a model down', () => {
    const [, line] = renderBlock(state([model({ retried: 3, slowedTo: 16 })]), 1, 120);
    expect(line).toContain('3 retried   rate limits: 16 at once   $1.91');
  });

  it.each([1, 5, 20, 40, 79])('never makes a line longer than %d columns', (width) => {
    for (const line of renderBlock(three, 161_000, width))
      expect([...line].length).toBeLessThanOrEqual(width);
  });

  it('is never taller than the screen and says what it leaves out', () => {
    const many = state(Array.from({ length: 30 }, (_, index) => model({ id: `p/m${index}` })));
    const lines = renderBlock(many, 1, 100, 10);
    expect(lines).toHaveLength(10);
    expect(lines[8]).toBe(' … and 23 more models');
  });

  it('keeps a hostile model name from repainting the screen', () => {
    const lines = renderBlock(
      state([model({ id: '\u001b[2Jevil\n\u202e' })], { title: '\u001b]0;x\u0007' }),
      1,
      100,
    );
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  it.each([
    [{ costUsd: 0, unpriced: 7 }, '7 without a price'],
    [{ costUsd: 0.5, unpriced: 7 }, '$0.50 and 7 without a price'],
  ])('never shows an unknown price as free: %j', (change, expected) => {
    expect(renderBlock(state([model(change)], { maxCost: null }), 1, 120).at(-1)).toContain(
      `spent ${expected} · `,
    );
  });
});

describe('renderLine', () => {
  it.each([
    [
      3720,
      6000,
      98_000,
      'prompteval support-reply 62 % 3,720/6,000 trials · 2 failed · $2.41 · 1:38 elapsed · 1:00 left',
    ],
    [
      5999,
      6000,
      98_000,
      'prompteval support-reply 99 % 5,999/6,000 trials · 2 failed · $2.41 · 1:38 elapsed · 0:00 left',
    ],
    [
      6000,
      6000,
      98_000,
      'prompteval support-reply 100 % 6,000/6,000 trials · 2 failed · $2.41 · 1:38 elapsed',
    ],
    [2, 6000, 1_000, 'prompteval support-reply 0 % 2/6,000 trials · 2 failed · $2.41 · 0:01 elapsed'],
  ])('after %d of %d trials', (done, planned, now, expected) => {
    const one = state([model({ completed: done - 2, failed: 2, planned, costUsd: 2.41 })]);
    expect(renderLine(one, now)).toBe(expected);
  });

  it('says where rate limits slow a run down', () => {
    const two = state([model({}), model({ slowedTo: 16 })]);
    expect(renderLine(two, 1)).toContain(' trials · slowed down by rate limits · $3.82');
  });

  it('does not fail on a run without trials', () => {
    expect(renderLine(state([]), 0)).toBe('prompteval support-reply 100 % 0/0 trials · $0.00 · 0:00 elapsed');
  });
});

describe('judges', () => {
  const judges = {
    ...{ planned: 600, replied: 412, cached: 38, failed: 2, retried: 0, costUsd: 0.12, unpriced: 0 },
    waiting: { code: 'rate-limited', provider: 'openai', until: 4_000 },
  };

  it('have a line of their own between the models and the totals, within the height', () => {
    const block = renderBlock(state([model({})], { judges }), 0, 110);
    expect(block[2]).toBe(
      " judges 412 of about 600 replies   waiting 4 s for openai's limit   38 from the cache   2 failed   $0.12",
    );
    expect(block).toHaveLength(4);
    expect(
      renderBlock(state([model({}), model({ id: 'b' }), model({ id: 'c' })], { judges }), 0, 100, 5),
    ).toHaveLength(5);
  });

  it('stand in the line for logs, as many as there were where it was more than planned', () => {
    expect(renderLine(state([model({})], { judges }), 0)).toContain('· judges 412 of about 600 replies ·');
    const more = { ...judges, replied: 601 };
    expect(renderLine(state([model({})], { judges: more }), 0)).toContain('· judges 601 replies ·');
    expect(renderLine(state([model({})]), 0)).not.toContain('judges');
  });
});
