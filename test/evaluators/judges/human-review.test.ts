import { describe, expect, it } from 'vitest';
import { type AnswerReview, subjectOfReview } from '../../../src/core/answer-review.ts';
import { InputError } from '../../../src/core/errors.ts';
import { type HumanReviewOptions, humanReview } from '../../../src/evaluators/judges/human-review.ts';
import { checkEvaluator, contextOf } from '../../../src/testing/index.ts';

const question = 'May this go out?';

function review(by: string, value: number | null, note: string | null = null): AnswerReview {
  return {
    v: 1,
    prompt: 'p',
    metric: 'humanReview',
    subject: `sha256:${'0'.repeat(64)}`,
    seq: 1,
    value,
    note,
    run: 'r',
    case: 'a',
    prompts: [],
    by,
    identity: { assurance: 'claimed', by: 'git' },
    signature: null,
    at: '2026-11-21T12:00:00.000Z',
  };
}

async function score(reviews: AnswerReview[], options: Partial<HumanReviewOptions> = {}) {
  const asked: string[] = [];
  const findReviews = async (subject: string) => {
    asked.push(subject);
    return reviews;
  };
  const evaluator = humanReview({ question, ...options });
  const prepared = evaluator.prepare?.({ outputSchema: null, findReviews }) ?? evaluator;
  const context = contextOf({ text: 'Of course.' });
  return { score: await prepared.evaluate(context), asked, evaluator, context };
}

describe('humanReview', () => {
  it('waits for somebody, whether or not it could ask', async () => {
    const waiting = { metric: 'humanReview', awaits: 'review', unscored: expect.stringContaining('nobody') };
    expect((await score([])).score).toEqual(waiting);
    expect(await humanReview({ question }).evaluate(contextOf({ text: 'Of course.' }))).toEqual(waiting);
  });

  it.each<[string, AnswerReview[], number]>([
    ['a yes', [review('ana', 1)], 1],
    ['a no among others', [review('ana', 1), review('ben', 0), review('cho', 1)], 0],
    ['the last word of each', [review('ana', 0), review('ana', 1)], 1],
    [
      'what stands where another one was taken back',
      [review('ana', 0), review('ben', 1), review('ana', null)],
      1,
    ],
  ])('of yes and no takes %s', async (_, reviews, value) => {
    expect((await score(reviews)).score).toMatchObject({ metric: 'humanReview', value });
  });

  it('waits again where all took back what they said', async () => {
    expect((await score([review('ana', 1), review('ana', null)])).score).toMatchObject({ awaits: 'review' });
  });

  it('takes the mean on a scale, and says who said what', async () => {
    const { score: given, evaluator } = await score([review('ana', 5, 'kind'), review('ben', 2)], {
      metric: 'tone',
      scale: [1, 5],
    });
    expect(given).toEqual({
      metric: 'tone',
      value: 3.5,
      reason: 'ana said 5 on 2026-11-21: kind; ben said 2 on 2026-11-21',
    });
    expect(evaluator.metrics).toEqual([{ id: 'tone', better: 'higher', kind: 'score', range: [1, 5] }]);
  });

  it('asks about exactly this answer to exactly this case, under exactly this question', async () => {
    const { asked, evaluator, context } = await score([]);
    expect(asked).toEqual([subjectOfReview(evaluator, context.case, context.completion)]);
    const subject = (changes: {
      text?: string;
      expected?: string;
      question?: string;
      id?: string;
      call?: string;
    }) =>
      subjectOfReview(
        humanReview({ question: changes.question ?? question }),
        { ...context.case, id: changes.id ?? 'x', expected: changes.expected ?? 'e' } as typeof context.case,
        {
          text: changes.text ?? 't',
          toolCalls: [{ id: changes.call ?? '1', name: 'f', arguments: {} }],
        },
      );
    expect(subject({ id: 'other', call: '2' })).toBe(subject({}));
    const others = [{ text: 'T' }, { expected: 'f' }, { question: 'Really?' }].map(subject);
    expect(new Set([subject({}), ...others]).size).toBe(4);
  });

  it('says what it can not be made with', () => {
    const flawed = (options: object) => () => humanReview(options as HumanReviewOptions);
    expect(flawed({})).toThrow('humanReview.question: is missing');
    expect(flawed({ question: ' ' })).toThrow(InputError);
    expect(flawed({ question, scale: [1, 99] })).toThrow('humanReview.scale');
    expect(flawed({ question, rubric: { 1: 'a', 9: 'b' }, scale: [1, 5] })).toThrow('humanReview.rubric');
  });

  it('keeps the contract of evaluators', async () => {
    await checkEvaluator(humanReview({ question }));
  });
});
