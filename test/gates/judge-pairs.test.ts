import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import { Observations } from '../../src/comparison/observations.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { PairRecord, PairReply, PairScore } from '../../src/core/pair.ts';
import type { Metric } from '../../src/core/score.ts';
import type { ArmName, ModelPairing, TrialRecord } from '../../src/core/trial.ts';
import { judge } from '../../src/gates/judge.ts';
import { flipWords } from '../../src/gates/judge-pairs.ts';

const metric: Metric = { id: 'p', better: 'higher', kind: 'score', range: [0, 1], pairwise: true };
const settings = { id: 'm', model: 'm', parameters: {} };
const both: ModelPairing = { id: 'm', baseline: settings, candidate: settings };
const common = { name: 'p', enforced: true, confidence: 0.95, models: null, slice: null, metric: 'p' };
const noWorse: Gate = { ...common, rule: 'noWorseThan', margin: { kind: 'absolute', value: 0.2 } };
const better: Gate = { ...common, rule: 'betterThan', by: { kind: 'absolute', value: 0 } };
const floor: Gate = { ...common, rule: 'min', limit: 0.5, stat: null };
const mustWin: Gate = { ...common, rule: 'mustPass', cases: 'critical', evenIfBaselineFails: false };

type Fate = 'won' | 'lost' | 'tied' | 'same' | 'first' | 'second' | 'unscored' | 'missing';

const replied: Partial<Record<Fate, [PairReply['chose'], PairReply['chose']]>> = {
  won: ['candidate', 'candidate'],
  lost: ['baseline', 'baseline'],
  tied: ['tie', 'tie'],
  first: ['baseline', 'candidate'],
  second: ['candidate', 'baseline'],
};
const worth: Partial<Record<Fate, number>> = { won: 1, lost: 0 };

function scoreOf(fate: Fate): PairScore {
  if (fate === 'unscored') return { metric: 'p', unscored: 'down' };
  const chosen = replied[fate];
  if (chosen === undefined) return { metric: 'p', value: 0.5, reason: 'both answers are the same' };
  const [one, other] = chosen;
  return {
    metric: 'p',
    value: worth[fate] ?? 0.5,
    replies: [
      { first: 'baseline', chose: one },
      { first: 'candidate', chose: other },
    ],
  };
}

/** One case of each fate, as often as it says. */
function observe(fates: Partial<Record<Fate, number>>, pairing = both): Observations {
  const all = Object.entries(fates).flatMap(([fate, count]) =>
    Array.from({ length: count }, () => fate as Fate),
  );
  const cases = all.map((_, index) => ({ id: `c${index}`, tags: [], critical: index === 0 }));
  const observations = new Observations(cases, 1);
  for (const [index, fate] of all.entries()) {
    for (const arm of ['baseline', 'candidate'] as const) {
      if (arm === 'candidate' || pairing.baseline) observations.add(trial(arm, `c${index}`));
    }
    const pair: PairRecord = { pair: 'm', case: `c${index}`, repeat: 0, scores: [scoreOf(fate)] };
    if (fate !== 'missing') observations.addPair(pair);
  }
  return observations;
}

function trial(arm: ArmName, id: string): TrialRecord {
  const completion = {
    text: '',
    finishReason: 'stop' as const,
    usage: null,
    costUsd: 0,
    latencyMs: 1,
    servedModel: null,
  };
  return { arm, case: id, model: 'm', repeat: 0, status: 'completed', completion, scores: [], attempts: 1 };
}

function judged(fates: Partial<Record<Fate, number>>, gate: Gate, pairing = both) {
  const { evidence, comparisons } = compareArms(observe(fates, pairing), {
    pairings: [pairing],
    metrics: [metric],
    gates: [gate],
  });
  const verdict = judge({
    evidence,
    interface: { changes: pairing.baseline ? [] : null, declaredBreaking: false },
    trials: { planned: 1, completed: 1 },
    hasBaseline: pairing.baseline !== null,
  });
  return {
    outcome: verdict.outcomes[0],
    comparison: comparisons.find(({ slice }) => slice === null),
    verdict,
  };
}

describe('a gate on which answer is better', () => {
  it.each<[string, Partial<Record<Fate, number>>, Gate, object]>([
    ['passes where nothing differs', { same: 40 }, noWorse, { status: 'pass' }],
    ['passes where the candidate mostly wins', { won: 20, lost: 1, tied: 29 }, noWorse, { status: 'pass' }],
    ['proves a gain', { won: 20, lost: 1, tied: 29 }, better, { status: 'pass', reason: 'proven-better' }],
    ['proves a loss', { lost: 30, tied: 20 }, noWorse, { status: 'fail', reason: 'proven-worse' }],
    ['is open with few cases', { won: 1, lost: 1, tied: 3 }, noWorse, { status: 'inconclusive' }],
    ['proves a floor', { won: 40, tied: 10 }, floor, { status: 'pass' }],
    ['fails where a critical case is lost', { lost: 1, tied: 40 }, mustWin, { status: 'fail' }],
    ['wants a win of a critical case', { won: 1, tied: 40 }, mustWin, { status: 'pass' }],
    [
      'is open where judgements are missing',
      { won: 20, unscored: 3, tied: 17 },
      noWorse,
      { reason: 'missing-results' },
    ],
    [
      'is open where pairs are missing',
      { won: 20, missing: 3, tied: 17 },
      noWorse,
      { reason: 'missing-results' },
    ],
    ['takes a few flips as ties', { won: 10, lost: 1, first: 1, second: 1 }, better, { status: 'pass' }],
    ['takes 20 % of flips', { won: 16, first: 4 }, better, { status: 'pass' }],
    [
      'is open with an unfit judge',
      { won: 16, first: 5 },
      better,
      { status: 'inconclusive', reason: 'judge-unfit', interval: null },
    ],
    ['is open with an unfit judge, for a floor', { won: 16, first: 5 }, floor, { reason: 'judge-unfit' }],
    ['is open with an unfit judge, for must-pass', { won: 16, first: 5 }, mustWin, { reason: 'judge-unfit' }],
    [
      'is open with an unfit judge, even where it would fail',
      { lost: 30, first: 10 },
      noWorse,
      { reason: 'judge-unfit' },
    ],
    [
      'does not count what nobody was asked',
      { same: 100, first: 1, won: 2 },
      noWorse,
      { reason: 'judge-unfit' },
    ],
  ])('%s', (_, fates, gate, expected) => {
    expect(judged(fates, gate).outcome).toMatchObject(expected);
  });

  it('compares the arms exactly: the difference is wins minus losses', () => {
    const { comparison } = judged({ won: 20, lost: 1, tied: 29 }, noWorse);
    expect(comparison).toMatchObject({
      candidate: { value: 0.69, n: 50 },
      baseline: { n: 50 },
      delta: 0.38,
      wins: 20,
      losses: 1,
      interval: { method: 'exact unconditional, score ordering' },
    });
    expect(comparison?.baseline?.value).toBeCloseTo(0.31, 12);
  });

  it.each([noWorse, better, floor, mustWin])('is not decided without a baseline: %#', (gate) => {
    const { outcome, comparison, verdict } = judged({ missing: 40 }, gate, { ...both, baseline: null });
    expect(outcome).toMatchObject({ reason: 'no-baseline', enforced: false, status: 'inconclusive' });
    expect(comparison).toMatchObject({ missing: 0, candidate: { n: 0 } });
    expect(verdict.status).toBe('pass');
  });
});

it('keeps the pairs of two pairings apart that share an answer', () => {
  const observations = observe({ won: 1 });
  observations.addPair({ pair: 'own', case: 'c0', repeat: 0, scores: [scoreOf('lost')] });
  const pairings = [both, { ...both, id: 'own' }];
  const { comparisons } = compareArms(observations, { pairings, metrics: [metric], gates: [] });
  const values = comparisons
    .filter((one) => one.metric === 'p')
    .map(({ model, candidate }) => [model, candidate.value]);
  expect(values).toEqual([
    ['m', 1],
    ['own', 0],
  ]);
  expect(observations.flips('p')).toEqual({ asked: 2, flipped: 0, first: 0, second: 0 });
  expect(observations.flips('q')).toMatchObject({ asked: 0 });
});

it.each([
  [
    { asked: 10, flipped: 10, first: 10, second: 0 },
    'in 10 of 10 pairs its choice changed with the order of the answers (100.0 %); 10 times it took whichever stood first',
  ],
  [
    { asked: 4, flipped: 2, first: 1, second: 1 },
    'in 2 of 4 pairs its choice changed with the order of the answers (50.0 %); once it took whichever stood first, once whichever stood second',
  ],
  [
    { asked: 1, flipped: 1, first: 0, second: 0 },
    'in 1 of 1 pair its choice changed with the order of the answers (100.0 %)',
  ],
])('%j', (flips, words) => {
  expect(flipWords(flips)).toBe(words);
});
