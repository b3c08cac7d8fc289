import { describe, expect, it } from 'vitest';
import { armScore, isUnfit, orderEffect, type PairReply, pairValue } from '../../src/core/pair.ts';
import { isPairRecord } from '../../src/core/pair-line.ts';

/** What was chosen with the baseline's answer first, and with the candidate's first. */
function replies(one: PairReply['chose'], other: PairReply['chose']): [PairReply, PairReply] {
  return [
    { first: 'baseline', chose: one, reason: 'so it is' },
    { first: 'candidate', chose: other },
  ];
}

describe('what a judge says of two answers', () => {
  it.each([
    ['candidate', 'candidate', 1, 'none'],
    ['baseline', 'baseline', 0, 'none'],
    ['tie', 'tie', 0.5, 'none'],
    ['baseline', 'candidate', 0.5, 'first'],
    ['candidate', 'baseline', 0.5, 'second'],
    ['tie', 'candidate', 0.5, 'mixed'],
    ['baseline', 'tie', 0.5, 'mixed'],
  ] as const)('%s, then %s is worth %d, with the effect %s', (one, other, value, effect) => {
    expect(pairValue(replies(one, other))).toBe(value);
    expect(orderEffect(replies(one, other))).toBe(effect);
  });

  it('is a score of either arm, with what was replied to each order', () => {
    const score = { metric: 'p', value: 1, replies: replies('candidate', 'candidate') };
    const reason =
      'with 1 = baseline, 2 = candidate the judge took the candidate: so it is · with 1 = candidate, 2 = baseline the judge took the candidate';
    expect(armScore(score, 'candidate')).toEqual({ metric: 'p', value: 1, reason });
    expect(armScore(score, 'baseline')).toEqual({ metric: 'p', value: 0 });
    expect(armScore({ metric: 'p', unscored: 'down' }, 'baseline')).toEqual({
      metric: 'p',
      unscored: 'down',
    });
  });
});

it.each([
  [0, 0, false],
  [1, 0, false],
  [5, 1, false],
  [100, 20, false],
  [100, 21, true],
  [1, 1, true],
])('of %i pairs %i flips make it unfit: %s', (asked, flipped, unfit) => {
  expect(isUnfit({ asked, flipped, first: 0, second: 0 })).toBe(unfit);
});

describe('the line of a pair', () => {
  const line = { pair: 'own', case: 'a', repeat: 0, scores: [{ metric: 'p', value: 0.5 }] };
  const asked = { metric: 'p', value: 1, replies: replies('candidate', 'candidate') };

  it.each<[string, unknown, boolean]>([
    ['a tie without a question', line, true],
    ['a win', { ...line, scores: [asked] }, true],
    ['an unscored one', { ...line, scores: [{ metric: 'p', unscored: 'down' }] }, true],
    [
      'what it cost',
      { ...line, judge: { calls: 2, usd: 1, unpriced: 0, by: { p: { calls: 2, usd: 1, unpriced: 0 } } } },
      true,
    ],
    ['no list', [], false],
    ['null', null, false],
    ['no scores', { ...line, scores: undefined }, false],
    ['a value that its replies do not come to', { ...line, scores: [{ ...asked, value: 0 }] }, false],
    ['a value between', { ...line, scores: [{ metric: 'p', value: 0.7 }] }, false],
    ['one reply', { ...line, scores: [{ ...asked, replies: [asked.replies[0]] }] }, false],
    [
      'one order twice',
      { ...line, scores: [{ ...asked, replies: [asked.replies[0], asked.replies[0]] }] },
      false,
    ],
    [
      'an unknown choice',
      { ...line, scores: [{ ...asked, replies: [asked.replies[0], { first: 'candidate', chose: 'me' }] }] },
      false,
    ],
    ['a cost below nothing', { ...line, judge: { calls: 2, usd: -1, unpriced: 0 } }, false],
    [
      'a part of the cost that is none',
      { ...line, judge: { calls: 2, usd: 1, unpriced: 0, by: { p: 3 } } },
      false,
    ],
  ])('%s: %#', (_, value, fits) => {
    expect(isPairRecord(value)).toBe(fits);
  });
});
