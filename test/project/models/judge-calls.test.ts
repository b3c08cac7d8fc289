import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import { llmJudge } from '../../../src/evaluators/judges/llm-judge.ts';
import { pairwiseJudge } from '../../../src/evaluators/judges/pairwise-judge.ts';
import { expectedJudging, plannedJudgeCalls } from '../../../src/project/models/judge-calls.ts';

const cases: Case[] = [0, 1].map((index) => ({
  ...{ id: `${index}`, tags: [], critical: false, split: null },
  // 100 tokens, with what stands around it.
  variables: { message: 'x'.repeat(400 - '[{"message":""},null]'.length) },
}));
const single = llmJudge({ criteria: 'kind?', model: 'a/judge', votes: 3, parameters: { temperature: 1 } });
const pairwise = pairwiseJudge({ criteria: 'kinder?', model: 'a/judge' });
const other = pairwiseJudge({ criteria: 'kinder?', model: 'b/judge', metric: 'q' });

describe('the calls of judges', () => {
  it.each([
    [
      'of answers',
      [single],
      4,
      [{ model: 'a/judge', calls: 24, inputTokens: 24 * 530, outputTokens: 3_600 }],
    ],
    ['of pairs', [pairwise], 4, [{ model: 'a/judge', calls: 8, inputTokens: 8 * 560, outputTokens: 1_200 }]],
    ['of pairs without a baseline', [pairwise], 0, []],
    ['of both on one model', [single, pairwise], 4, [{ model: 'a/judge', calls: 32 }]],
    [
      'of two models',
      [pairwise, other],
      4,
      [
        { model: 'a/judge', calls: 8 },
        { model: 'b/judge', calls: 8 },
      ],
    ],
    ['of nobody', [], 4, []],
  ])('%s', (_, evaluators, pairs, calls) => {
    const judged = { answers: { calls: 8, outputTokens: 240 }, pairs };
    expect(plannedJudgeCalls(evaluators, cases, judged)).toMatchObject(calls);
    expect(plannedJudgeCalls(evaluators, cases, judged)).toHaveLength(calls.length);
  });

  it('are none where there are no cases', () => {
    expect(
      plannedJudgeCalls([single, pairwise], [], { answers: { calls: 0, outputTokens: 0 }, pairs: 0 }),
    ).toEqual([]);
  });

  it('cost what is set aside before an answer, or a pair, is asked about', () => {
    const [testCase] = cases;
    if (!testCase) throw new Error('no case');
    const priceOf = (model: string, usage: { inputTokens: number; outputTokens: number }) =>
      model === 'a/judge' ? usage.inputTokens + usage.outputTokens : null;
    const cost = (about: 'answer' | 'pair') =>
      expectedJudging([single, pairwise, other], testCase, about, { answerTokens: 30, priceOf });
    expect(cost('answer')).toBe(3 * (530 + 150));
    // A model without a price is none that a cap could hold; runs with a cap refuse it.
    expect(cost('pair')).toBe(2 * (560 + 150));
  });
});
