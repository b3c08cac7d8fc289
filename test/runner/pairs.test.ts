import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { PairContext, PairJudgement, PairRecord } from '../../src/core/pair.ts';
import type { ArmName, ModelPairing, TrialRecord } from '../../src/core/trial.ts';
import { Pairs } from '../../src/runner/pairs.ts';
import { type Couple, couplesOf } from '../../src/runner/plan-trials.ts';
import { drawnOrder, scorePair } from '../../src/runner/score-pair.ts';
import { answer, caseList } from './trials.ts';

const settings = (id: string) => ({ id, model: id, parameters: {} });
const pairing = (id: string, baseline: string, candidate: string): ModelPairing => ({
  id,
  baseline: settings(baseline),
  candidate: settings(candidate),
});
const cases = caseList(3);
const pairsOf = (...pairings: ModelPairing[]) => new Pairs(couplesOf({ pairings }), cases);

function trial(arm: ArmName, model: string, changes: Partial<TrialRecord> = {}): TrialRecord {
  const completion = { ...answer, text: `${arm} on ${model}`, costUsd: 0 };
  const place = { arm, case: 'case-0', model, repeat: 0 };
  return { ...place, status: 'completed', completion, scores: [], attempts: 1, ...changes };
}

const { completion: _, ...unanswered } = trial('candidate', 'm');
const failed: TrialRecord = { ...unanswered, status: 'failed' };

describe('the answers to one case', () => {
  it('are a pair when both are there, whichever came first', () => {
    const pairs = pairsOf(pairing('m', 'm', 'm'));
    expect(pairs.complete(trial('candidate', 'm'))).toEqual([]);
    expect(pairs.complete(trial('baseline', 'm', { repeat: 1 }))).toEqual([]);
    expect(pairs.complete(trial('baseline', 'm', { case: 'case-1' }))).toEqual([]);
    const [pair, ...others] = pairs.complete(trial('baseline', 'm'));
    expect(others).toEqual([]);
    expect(pair).toMatchObject({
      pair: 'm',
      case: { id: 'case-0' },
      repeat: 0,
      baseline: { text: 'baseline on m' },
      candidate: { text: 'candidate on m' },
    });
  });

  it('may stand in two pairs, where pairings share the model of an arm', () => {
    const pairs = pairsOf(pairing('own', 'old', 'new'), pairing('new', 'new', 'new'));
    pairs.complete(trial('baseline', 'old'));
    pairs.complete(trial('baseline', 'new'));
    expect(
      pairs.complete(trial('candidate', 'new')).map(({ pair, baseline }) => [pair, baseline.text]),
    ).toEqual([
      ['own', 'baseline on old'],
      ['new', 'baseline on new'],
    ]);
  });

  it('know in a sweep which of several candidates and rows they are about', () => {
    const couple = (row: number, variant: string): Couple => ({
      pair: 'm',
      row,
      baseline: { arm: 'baseline', model: 'm' },
      candidate: { arm: 'candidate', variant, model: 'm' },
    });
    const pairs = new Pairs([couple(1, 'short'), couple(2, 'long')], cases);
    expect(pairs.complete(trial('candidate', 'm', { variant: 'long' }))).toEqual([]);
    expect(pairs.complete(trial('baseline', 'm'))).toMatchObject([{ pair: 'm', row: 2 }]);
    expect(pairs.complete(trial('candidate', 'm', { variant: 'other' }))).toEqual([]);
    expect(pairs.complete(trial('candidate', 'm', { variant: 'short' }))).toMatchObject([{ row: 1 }]);
  });

  it.each([
    ['failed', failed],
    ['another case', trial('candidate', 'm', { case: 'case-9' })],
    ['another model', trial('candidate', 'x')],
    ['the same arm again', trial('baseline', 'm')],
  ])('are no pair with one that is %s', (_, other) => {
    const pairs = pairsOf(pairing('m', 'm', 'm'));
    pairs.complete(trial('baseline', 'm'));
    expect(pairs.complete(other)).toEqual([]);
  });

  it('of an earlier part of the run are due once, unless they were judged there', () => {
    const pairs = pairsOf(pairing('m', 'm', 'm'));
    for (const { id } of cases) {
      pairs.keep(trial('baseline', 'm', { case: id }));
      pairs.keep(trial('candidate', 'm', { case: id }));
    }
    const judged: PairRecord = { pair: 'm', case: 'case-1', repeat: 0, scores: [] };
    const isDue = () => ['case-0', 'case-1', 'case-9'].map((id) => pairs.isDue({ ...judged, case: id }));
    expect(isDue()).toEqual([true, true, false]);
    expect([pairs.isJudged(judged), pairs.isJudged(judged)]).toEqual([true, false]);
    expect(isDue()).toEqual([true, false, false]);
    expect([...pairs.due()].map((pair) => pair.case.id)).toEqual(['case-0', 'case-2']);
    expect([...pairs.due()]).toEqual([]);
  });
});

/** An evaluator of pairs that a test makes up. */
function comparing(compare: (context: PairContext) => unknown): Evaluator {
  return {
    name: 'own',
    version: '1',
    metrics: [{ id: 'p', better: 'higher', kind: 'score', range: [0, 1], pairwise: true }],
    evaluate: () => [],
    compare: (context) => compare(context) as PairJudgement,
    timeoutMs: 20,
  };
}

function scored(baseline: string, candidate: string, compare: (context: PairContext) => unknown, repeat = 0) {
  const [testCase] = cases;
  if (!testCase) throw new Error('no case');
  const of = (text: string) => ({ ...answer, text, costUsd: 0 });
  const pair = { pair: 'm', case: testCase, repeat, baseline: of(baseline), candidate: of(candidate) };
  return scorePair([comparing(compare)], pair);
}

/** Prefers the longer text, in either order. */
const longer = ({ answers: [zero, one] }: PairContext) => {
  const chose = zero.text.length === one.text.length ? null : zero.text.length > one.text.length ? 0 : 1;
  return { metric: 'p', orders: [0, 1].map((first) => ({ first, chose, reason: 'longer' })) };
};

describe('a pair', () => {
  it('is shown in an order that is drawn, and scored by arm all the same', async () => {
    const orders = Array.from(
      { length: 32 },
      (_, repeat) =>
        drawnOrder({
          pair: 'm',
          case: cases[0] ?? { id: '', variables: {}, tags: [], critical: false, split: null },
          repeat,
        })[0],
    );
    expect(new Set(orders)).toEqual(new Set(['baseline', 'candidate']));
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        fc.nat(50),
        async (a, b, repeat) => {
          const [score] = await scored(a, b, longer, repeat);
          const [turned] = await scored(b, a, longer, repeat);
          const value = a.length === b.length ? 0.5 : Number(b.length > a.length);
          expect(score).toMatchObject({ metric: 'p', value });
          expect(turned).toMatchObject({ value: 1 - value });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('says who stood first in each order', async () => {
    const [score] = await scored('short', 'much longer', longer);
    expect(score).toMatchObject({ value: 1 });
    const replies = score && 'replies' in score ? score.replies : [];
    expect(replies?.map(({ first }) => first).sort()).toEqual(['baseline', 'candidate']);
    expect(replies?.map(({ chose }) => chose)).toEqual(['candidate', 'candidate']);
  });

  it.each<[string, (context: PairContext) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      'own failed: broken',
    ],
    ['hangs', () => new Promise(() => undefined), 'own failed: no score within 20 ms'],
    ['returns nothing', () => undefined, 'it returned neither'],
    ['returns a number', () => 1, 'it returned neither'],
    ['prefers a third', () => ({ metric: 'p', prefers: 2 }), 'it returned neither'],
    ['was told one order', () => ({ metric: 'p', orders: [{ first: 0, chose: 0 }] }), 'it returned neither'],
    [
      'was told one order twice',
      () => ({
        metric: 'p',
        orders: [
          { first: 0, chose: 0 },
          { first: 0, chose: 1 },
        ],
      }),
      'it returned neither',
    ],
    ['gives none', () => ({ metric: 'p', unscored: 'why' }), 'why'],
    [
      'changes what it sees',
      ({ answers }) => {
        Reflect.set(answers[0], 'text', 'x');
        return Object.assign(answers[0], { text: 'x' });
      },
      'own failed: ',
    ],
  ])('is unscored where its evaluator %s', async (_, compare, reason) => {
    const [score] = await scored('a', 'b', compare);
    expect(score).toMatchObject({ metric: 'p', unscored: expect.stringContaining(reason) });
  });
});
