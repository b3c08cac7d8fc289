import { describe, expect, it } from 'vitest';
import type { Evaluator, EvaluatorContext } from '../../src/core/evaluator.ts';
import type { Metric, Score } from '../../src/core/score.ts';
import { scoreTrial } from '../../src/runner/score-trial.ts';
import { answer, caseList } from './trials.ts';

const right: Metric = { id: 'right', better: 'higher', kind: 'binary', range: [0, 1] };
const stars: Metric = { id: 'stars', better: 'higher', kind: 'score', range: [1, 5] };

const [testCase] = caseList(1);
if (testCase === undefined) throw new Error('no case');
const context = {
  case: testCase,
  variables: testCase.variables,
  messages: [],
  completion: { ...answer, costUsd: null },
};

/** What a careless evaluator may do, whatever its type says. */
type Anything = (this: void, signal: AbortSignal) => unknown;

function evaluatorThat(
  does: Anything,
  metrics: Metric[] = [right],
  more: Partial<Evaluator> = {},
): Evaluator {
  const evaluator = { name: 'judge', version: '1', metrics, ...more };
  const evaluate = ({ signal }: { signal: AbortSignal }) => does(signal);
  return Object.assign(evaluator, { evaluate }) as Evaluator;
}

function scores(
  does: Anything,
  metrics: Metric[] = [right],
  more: Partial<Evaluator> = {},
): Promise<Score[]> {
  return scoreTrial([evaluatorThat(does, metrics, more)], context);
}

describe('what counts as a score', () => {
  it.each<[string, Anything, Score]>([
    ['a value', () => ({ metric: 'right', value: 1 }), { metric: 'right', value: 1 }],
    ['a promise of one', async () => ({ metric: 'right', value: 0 }), { metric: 'right', value: 0 }],
    [
      'something that is only like a promise',
      // biome-ignore lint/suspicious/noThenProperty: it is what is tested.
      () => ({ then: (resolve: (score: Score) => void) => resolve({ metric: 'right', value: 1 }) }),
      { metric: 'right', value: 1 },
    ],
    ['a list', () => [{ metric: 'right', value: 1 }], { metric: 'right', value: 1 }],
    [
      'a value with a reason',
      () => ({ metric: 'right', value: 0, reason: 'no' }),
      { metric: 'right', value: 0, reason: 'no' },
    ],
    [
      'no score, with a reason',
      () => ({ metric: 'right', unscored: 'no expected' }),
      { metric: 'right', unscored: 'no expected' },
    ],
    [
      'no score yet, because a person has to say it',
      () => ({ metric: 'right', unscored: 'nobody yet', awaits: 'review' }),
      { metric: 'right', unscored: 'nobody yet', awaits: 'review' },
    ],
    [
      'a value with more than there should be',
      () => ({ metric: 'right', value: 1, reason: 7, mood: 'good' }),
      { metric: 'right', value: 1 },
    ],
  ])('%s', async (_, does, score) => {
    expect(await scores(does)).toEqual([score]);
  });

  it('keeps the order of evaluators and of their metrics', async () => {
    const both = evaluatorThat(
      () => [
        { metric: 'stars', value: 4 },
        { metric: 'right', value: 1 },
      ],
      [right, stars],
    );
    const other = evaluatorThat(() => ({ metric: 'short', value: 1 }), [{ ...right, id: 'short' }]);
    expect(await scoreTrial([both, other], context)).toEqual([
      { metric: 'right', value: 1 },
      { metric: 'stars', value: 4 },
      { metric: 'short', value: 1 },
    ]);
  });

  it('takes both ends of a range', async () => {
    expect(await scores(() => ({ metric: 'stars', value: 1 }), [stars])).toEqual([
      { metric: 'stars', value: 1 },
    ]);
    expect(await scores(() => ({ metric: 'stars', value: 5 }), [stars])).toEqual([
      { metric: 'stars', value: 5 },
    ]);
  });
});

describe('what an evaluator does wrong is unscored, with the reason', () => {
  it.each<[string, Anything, string]>([
    [
      'throws',
      () => {
        throw new Error('out of luck');
      },
      'judge failed: out of luck',
    ],
    [
      'throws a text',
      () => {
        throw 'out of luck';
      },
      'judge failed: out of luck',
    ],
    [
      'throws what has no text',
      () => {
        throw Object.create(null);
      },
      'judge failed: it threw a value of type object',
    ],
    ['rejects', async () => Promise.reject(new RangeError('no')), 'judge failed: no'],
    ['rejects with nothing', () => Promise.reject(), 'judge failed: it threw a value of type undefined'],
    ['returns nothing', () => undefined, 'judge returned no score for it'],
    ['returns null', () => null, 'judge returned no score for it'],
    ['returns an empty list', () => [], 'judge returned no score for it'],
    ['returns a list of nothing', () => [undefined], 'judge returned no score for it'],
    [
      'returns a text',
      () => 'good',
      'judge failed: it returned "good" instead of { metric, value } or { metric, unscored }',
    ],
    [
      'returns a number',
      () => 1,
      'judge failed: it returned 1 instead of { metric, value } or { metric, unscored }',
    ],
    [
      'returns a function',
      () => () => 1,
      'judge failed: it returned a value of type function instead of { metric, value } or { metric, unscored }',
    ],
    [
      'returns a value without a metric',
      () => ({ value: 1 }),
      'judge failed: it returned a value of type object instead of { metric, value } or { metric, unscored }',
    ],
    [
      'scores a metric that it does not declare',
      () => ({ metric: 'rigth', value: 1 }),
      'judge failed: it returned a score for "rigth", which it does not declare',
    ],
    [
      'scores a metric that has no name',
      () => ({ metric: undefined, value: 1 }),
      'judge failed: it returned a score for nothing, which it does not declare',
    ],
    [
      'scores twice',
      () => [
        { metric: 'right', value: 1 },
        { metric: 'right', value: 1 },
      ],
      'judge returned 2 scores for it',
    ],
    ['returns NaN', () => ({ metric: 'right', value: Number.NaN }), 'judge returned NaN, which is no number'],
    [
      'returns infinity',
      () => ({ metric: 'right', value: Infinity }),
      'judge returned Infinity, which is no number',
    ],
    [
      'returns a number as text',
      () => ({ metric: 'right', value: '1' }),
      'judge returned "1", which is no number',
    ],
    ['returns true', () => ({ metric: 'right', value: true }), 'judge returned true, which is no number'],
    ['returns no value', () => ({ metric: 'right' }), 'judge returned nothing, which is no number'],
    [
      'returns half a pass',
      () => ({ metric: 'right', value: 0.5 }),
      'judge returned 0.5, which is neither 0 nor 1',
    ],
    [
      'returns too much',
      () => ({ metric: 'right', value: 2 }),
      'judge returned 2, which is outside the declared range of 0 to 1',
    ],
    [
      'returns too little',
      () => ({ metric: 'right', value: -1 }),
      'judge returned -1, which is outside the declared range of 0 to 1',
    ],
  ])('%s', async (_, does, unscored) => {
    expect(await scores(does)).toEqual([{ metric: 'right', unscored }]);
  });

  it('says so of every metric that it declares', async () => {
    const unscored = 'judge failed: out of luck';
    const broken = () => {
      throw new Error('out of luck');
    };
    expect(await scores(broken, [right, stars])).toEqual([
      { metric: 'right', unscored },
      { metric: 'stars', unscored },
    ]);
  });

  it('keeps the sound score beside one that is not', async () => {
    expect(
      await scores(
        () => [
          { metric: 'right', value: 1 },
          { metric: 'stars', value: 0 },
        ],
        [right, stars],
      ),
    ).toEqual([
      { metric: 'right', value: 1 },
      { metric: 'stars', unscored: 'judge returned 0, which is outside the declared range of 1 to 5' },
    ]);
  });

  it('does not keep the next evaluator from scoring', async () => {
    const broken = evaluatorThat(() => Promise.reject(new Error('no')));
    const sound = evaluatorThat(() => ({ metric: 'stars', value: 3 }), [stars]);
    expect((await scoreTrial([broken, sound], context))[1]).toEqual({ metric: 'stars', value: 3 });
  });
});

describe('what an evaluator sees', () => {
  const seeing = (look: (context: EvaluatorContext) => unknown, metrics = [stars]): Evaluator => ({
    name: 'other',
    version: '1',
    metrics,
    evaluate(seen) {
      look(seen);
      return { metric: 'stars', value: 3 };
    },
  });

  it.each<[string, (context: EvaluatorContext) => unknown]>([
    ['another answer', ({ completion }) => Object.assign(completion, { text: 'mine' })],
    ['another case', (seen) => Object.assign(seen.case, { id: 'mine' })],
    ['another tag', (seen) => seen.case.tags.push('mine')],
    ['another variable', ({ variables }) => Object.assign(variables, { mine: 1 })],
    ['another message', ({ messages }) => messages.push({ role: 'user', content: 'mine' })],
    ['another score', ({ scores }) => Object.assign(scores?.[0] ?? {}, { value: 5 })],
  ])('can not be made %s: it alone goes unscored', async (_, change) => {
    const first = evaluatorThat(() => ({ metric: 'right', value: 1 }));
    const before = structuredClone(context);
    const own = structuredClone(context);
    const last: Metric = { ...stars, id: 'last' };
    const sound = evaluatorThat(() => ({ metric: 'last', value: 3 }), [last]);
    expect(await scoreTrial([first, seeing(change), sound], own)).toEqual([
      { metric: 'right', value: 1 },
      { metric: 'stars', unscored: expect.stringMatching(/^other failed: Cannot /) },
      { metric: 'last', value: 3 },
    ]);
    expect(own).toEqual(before);
  });

  it('holds the scores of those before it', async () => {
    const first = evaluatorThat(() => 'no score');
    const seen: unknown[] = [];
    await scoreTrial([first, seeing(({ scores }) => seen.push(...(scores ?? [])))], context);
    expect(seen).toEqual([{ metric: 'right', unscored: expect.stringContaining('"no score"') }]);
  });
});

describe('an evaluator that hangs', () => {
  it('is given up, and told so', async () => {
    let seen: AbortSignal | undefined;
    const hangs: Anything = (signal) => {
      seen = signal;
      return new Promise(() => undefined);
    };
    expect(await scores(hangs, [right], { timeoutMs: 5 })).toEqual([
      { metric: 'right', unscored: 'judge failed: no score within 5 ms' },
    ]);
    expect(seen?.aborted).toBe(true);
  });

  it('is not given up at once where its time is longer than a timer can count', async () => {
    const slow = () => new Promise((resolve) => setTimeout(() => resolve({ metric: 'right', value: 1 }), 20));
    expect(await scores(slow, [right], { timeoutMs: 1e15 })).toEqual([{ metric: 'right', value: 1 }]);
  });

  it('does no harm when it fails after all', async () => {
    const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 15));
    expect(await scores(late, [right], { timeoutMs: 5 })).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
  });
});

it('lets evaluators that hang, throw, return a text or change what they see harm no other score', async () => {
  const metricOf = (id: string): Metric => ({ ...right, id });
  const bad: [string, Evaluator['evaluate'] | ((context: EvaluatorContext) => unknown)][] = [
    ['hangs', () => new Promise(() => undefined)],
    [
      'throws',
      () => {
        throw new Error('out of order');
      },
    ],
    ['rejects', () => Promise.reject(new Error('out of order'))],
    ['says', () => 'good'],
    ['changes', ({ completion }) => Object.assign(completion, { text: 'mine' })],
    ['mutates', ({ case: seen }) => seen.tags.push('mine')],
    ['meddles', ({ scores: given = [] }) => Object.assign(given[0] ?? {}, { value: 0 })],
  ];
  const sound = (id: string): Evaluator => ({
    name: id,
    version: '1',
    metrics: [metricOf(id)],
    evaluate: ({ completion, case: seen }) => ({
      metric: id,
      value: Number(completion.text === answer.text && !seen.tags.includes('mine')),
    }),
  });
  const evaluators = bad.flatMap(([id, evaluate]) => [
    sound(`before ${id}`),
    Object.assign(
      { name: id, version: '1', metrics: [metricOf(id)], timeoutMs: 5 },
      { evaluate },
    ) as Evaluator,
  ]);
  const scored = await scoreTrial([...evaluators, sound('last')], structuredClone(context));
  expect(scored.filter(({ metric }) => metric === 'last' || metric.startsWith('before'))).toEqual(
    [...bad.map(([id]) => `before ${id}`), 'last'].map((metric) => ({ metric, value: 1 })),
  );
  expect(scored.flatMap((score) => ('unscored' in score ? [score.metric] : []))).toEqual(
    bad.map(([id]) => id),
  );
});
