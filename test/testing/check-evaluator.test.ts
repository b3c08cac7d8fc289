import { describe, expect, it } from 'vitest';
import type { Evaluator, EvaluatorContext } from '../../src/core/evaluator.ts';
import type { PairContext } from '../../src/core/pair.ts';
import { evaluatorProblems } from '../../src/evaluators/options/define-evaluator.ts';
import { awkwardAnswers, ContractError, checkEvaluator, contextOf } from '../../src/testing/index.ts';
import { make, minimalOptions } from '../evaluators/built-ins.ts';

type Careless = (this: void, context: EvaluatorContext) => unknown;

function evaluatorThat(evaluate: Careless, more: Partial<Evaluator> = {}): Evaluator {
  const evaluator = {
    name: 'odd',
    version: '1',
    metrics: [{ id: 'odd', better: 'higher', kind: 'score', range: [0, 1] }],
    timeoutMs: 100,
    ...more,
  };
  return Object.assign(evaluator, { evaluate }) as Evaluator;
}

async function problemsOf(evaluator: Evaluator, options = {}): Promise<readonly string[]> {
  try {
    await checkEvaluator(evaluator, [{ text: 'an answer' }], { stopsWithinMs: 50, ...options });
  } catch (error) {
    if (error instanceof ContractError) return error.problems;
    throw error;
  }
  return [];
}

const good = { metric: 'odd', value: 1 };
let calls = 0;

describe('checkEvaluator', () => {
  it.each<[string, Careless]>([
    ['gives a score', () => good],
    ['gives a promise', async () => good],
    ['gives a list', () => [{ ...good, reason: 'fine' }]],
    ['can not tell', () => ({ metric: 'odd', unscored: 'too short' })],
    ['leaves a reason undefined', () => ({ ...good, reason: undefined })],
    [
      'waits for its signal',
      ({ signal }) =>
        new Promise((resolve, reject) => {
          setTimeout(() => resolve(good), 20);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    ],
  ])('is content with one that %s', async (_, evaluate) => {
    expect(await problemsOf(evaluatorThat(evaluate))).toEqual([]);
  });

  it('says which case has no text', async () => {
    const textless: { text: string }[] = JSON.parse('[{ "text": "a" }, { "expected": "a" }]');
    await expect(
      checkEvaluator(
        evaluatorThat(() => good),
        textless,
      ),
    ).rejects.toThrow('case 2 has no text');
  });

  it.each<[string, Careless, string]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
      'it threw no',
    ],
    [
      'returns a text',
      () => 'good',
      'it returned "good" instead of { metric, value } or { metric, unscored }',
    ],
    [
      'gives a reason that is no text',
      () => ({ ...good, reason: { why: 'so' } }),
      'the reason of its score is an object, and no text',
    ],
    [
      'scores and does not',
      () => ({ ...good, unscored: 'too short' }),
      'its score has both a value and unscored',
    ],
    ['returns nothing', () => undefined, 'odd returned no score for it'],
    ['returns NaN', () => ({ metric: 'odd', value: Number.NaN }), 'odd returned NaN, which is no number'],
    [
      'leaves its range',
      () => ({ metric: 'odd', value: 2 }),
      'odd returned 2, which is outside the declared range of 0 to 1',
    ],
    [
      'names another metric',
      () => ({ metric: 'even', value: 1 }),
      'it returned a score for "even", which it does not declare',
    ],
    [
      'gives what JSON loses',
      () => ({ ...good, at: new Date(0) }),
      "its score.at is a Date, which JSON can't hold",
    ],
    [
      'gives a function',
      () => ({ ...good, more: { why: () => 1 } }),
      "its score.more.why is a function, which JSON can't hold",
    ],
    [
      'changes its answer',
      ({ completion }) => {
        completion.text = '';
        return good;
      },
      'it changed its context',
    ],
    [
      'changes its case',
      (context) => {
        context.case.tags.push('x');
        return good;
      },
      'it changed its context',
    ],
    [
      'rolls dice',
      () => ({ metric: 'odd', value: 1 / ++calls }),
      'it scored the same answer differently the second time',
    ],
  ])('is not content with one that %s', async (_, evaluate, problem) => {
    expect(await problemsOf(evaluatorThat(evaluate))).toEqual([`case 1 ("an answer"): ${problem}`]);
  });

  it('lets a judge roll dice', async () => {
    const dice = evaluatorThat(() => ({ metric: 'odd', value: 1 / ++calls }));
    expect(await problemsOf(dice, { deterministic: false })).toEqual([]);
  });

  it('finds one that hangs, and one that does not hear its signal', async () => {
    expect(await problemsOf(evaluatorThat(() => new Promise(() => {})))).toEqual([
      'case 1 ("an answer"): it gave no score within 100 ms',
      'case 1 ("an answer"): it went on for more than 50 ms after its signal was aborted',
    ]);
    const deaf = evaluatorThat(() => new Promise((resolve) => setTimeout(() => resolve(good), 70)), {
      timeoutMs: 5_000,
    });
    expect(await problemsOf(deaf)).toEqual([
      'case 1 ("an answer"): it went on for more than 50 ms after its signal was aborted',
    ]);
  });

  it.each<[string, Careless, number]>([
    ['from its start', () => new Promise(() => {}), 100],
    ['the second time', () => (++calls % 2 === 1 ? good : new Promise(() => {})), 100],
    ['past its signal', () => new Promise((resolve) => setTimeout(() => resolve(good), 70)), 5_000],
  ])('stops at the first case for which one hangs: %s', async (_, evaluate, timeoutMs) => {
    calls = 0;
    let tried = 0;
    const evaluator = evaluatorThat(
      (context) => {
        tried += 1;
        return evaluate(context);
      },
      { timeoutMs },
    );
    const checked = checkEvaluator(evaluator, undefined, { stopsWithinMs: 50 });
    await expect(checked).rejects.toThrow(/case 1 .*(?:\n.*)*\n- the cases after it were not tried$/);
    expect(tried).toBeLessThanOrEqual(3);
  });

  it('finds a shape that is none, and says all of it in one error', async () => {
    const shapeless = evaluatorThat(() => good, { version: '' });
    expect(await problemsOf(shapeless)).toEqual(['odd.version is empty']);
    await expect(
      checkEvaluator(
        evaluatorThat(() => 'x'),
        [{ text: 'a' }, { text: 'b' }],
      ),
    ).rejects.toThrow(/^odd breaks the contract:\n- case 1 \("a"\): .*\n- case 2 \("b"\): /);
    await expect(
      checkEvaluator(
        evaluatorThat(() => good),
        [],
      ),
    ).rejects.toThrow(/no case/);
  });
});

describe('the built-ins', () => {
  it.each(Object.entries(minimalOptions))(
    '%s keeps the contract, whatever the answer',
    async (name, options) => {
      const evaluator = make(name, options);
      if (!isEvaluator(evaluator)) throw new Error('no evaluator');
      for (const expected of [undefined, 'billing', { category: 'billing', human: true }, 5]) {
        await checkEvaluator(evaluator, awkwardAnswers(expected));
      }
      const told = {
        messages: [{ role: 'system' as const, content: 'plain words' }],
        variables: { attack: 'words' },
      };
      const scores = [{ metric: 'quality', value: 1 }];
      const toolCalls = [{ id: '1', name: 'refund', arguments: '{"a":' }];
      await checkEvaluator(evaluator, [{ text: 'plain words', ...told, scores, completion: { toolCalls } }]);
    },
  );

  it('are shown what a run would show them', () => {
    expect(contextOf({ text: 'a', expected: 5 })).toMatchObject({
      case: { expected: 5 },
      completion: { text: 'a' },
    });
  });
});

function isEvaluator(value: unknown): value is Evaluator {
  return evaluatorProblems(value).length === 0;
}

describe('checkEvaluator, of one that compares', () => {
  const metrics: Evaluator['metrics'] = [
    { id: 'p', better: 'higher', kind: 'score', range: [0, 1], pairwise: true },
  ];
  const nothing = () => ({ metric: 'p', unscored: 'about two' });
  const comparing = (compare: (context: PairContext) => unknown) =>
    evaluatorThat(nothing, { metrics, compare: compare as NonNullable<Evaluator['compare']> });
  const two = [{ text: 'an answer' }, { text: 'another answer' }];
  const found = async (compare: (context: PairContext) => unknown, options = {}) => {
    const error: unknown = await checkEvaluator(comparing(compare), two, options).catch((thrown) => thrown);
    return error instanceof ContractError ? error.problems : [];
  };
  const longer = ({ answers: [zero, one] }: PairContext) => ({
    metric: 'p',
    prefers: zero.text.length > one.text.length ? 0 : 1,
  });

  it('is content with one that goes by what answers say, or can not tell', async () => {
    expect(await found(longer)).toEqual([]);
    expect(await found(() => ({ metric: 'p', prefers: null }))).toEqual([]);
    expect(await found(() => ({ metric: 'p', unscored: 'nobody was asked' }))).toEqual([]);
    expect(await found(() => ({ metric: 'p', prefers: 0 }), { deterministic: false })).toEqual([]);
  });

  it('asks no score of one answer, as a run does not', async () => {
    const evaluators = [() => [], () => Promise.reject(new Error('it compares'))].map((evaluate) =>
      evaluatorThat(evaluate, { metrics, compare: longer as NonNullable<Evaluator['compare']> }),
    );
    for (const evaluator of evaluators) await expect(checkEvaluator(evaluator, two)).resolves.toBeUndefined();
  });

  let turn = 0;
  it.each<[string, (context: PairContext) => unknown, string]>([
    ['goes by the place', () => ({ metric: 'p', prefers: 0 }), 'it prefers by the place of an answer'],
    ['returns no preference', () => ({ metric: 'p', prefers: 'first' }), 'it returned neither'],
    ['never ends', () => new Promise(() => undefined), 'odd failed: no score within 100 ms'],
    [
      'changes its mind',
      () => ({ metric: 'p', prefers: turn++ % 2 === 0 ? 0 : null }),
      'differently the second time',
    ],
  ])('names one that %s', async (_, compare, problem) => {
    expect(await found(compare)).toEqual([expect.stringContaining(problem)]);
  });
});
