import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/comparison/compare.ts';
import { Observations } from '../../src/comparison/observations.ts';
import type { Completion } from '../../src/core/completion.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { ArmName } from '../../src/core/trial.ts';
import { judge } from '../../src/gates/judge.ts';
import { bothArms, limit, maxIncrease, model } from './observed.ts';

/** Output tokens of one trial; `~` before them where they were estimated, null where the call failed. */
type Counted = number | `~${number}` | null;
type Rows = Partial<Record<ArmName, Counted[]>>[];

const increase = maxIncrease('cost', 0.1);
const tokens = maxIncrease('outputTokens', 0.1);
const every = limit('max', 'outputTokens', 400);
const p95 = limit('max', 'cost', 400, { stat: 'p95' });

/** So many cases; not all alike, or there is no spread to bound. */
function cases(count: number, baseline: Counted[], candidate: Counted[]): Rows {
  const vary = (counted: Counted, index: number): Counted => {
    if (counted === null) return null;
    const amount = Number(String(counted).replace('~', '')) + (index % 3);
    return typeof counted === 'number' ? amount : `~${amount}`;
  };
  return Array.from({ length: count }, (_, index) => ({
    baseline: baseline.map((counted) => vary(counted, index)),
    candidate: candidate.map((counted) => vary(counted, index + 1)),
  }));
}

function completionOf(counted: Exclude<Counted, null>, price: number): Completion {
  const estimated = typeof counted === 'string';
  const outputTokens = Number(String(counted).replace('~', ''));
  const usage = { inputTokens: 5, outputTokens, ...(estimated && { estimated }) };
  const costUsd = outputTokens * price;
  return { text: 'yes', finishReason: 'stop', usage, costUsd, latencyMs: 1, servedModel: null };
}

function compared(gates: Gate[], rows: Rows, price = 1) {
  const repeats = Math.max(...rows.flatMap((row) => Object.values(row).map(({ length }) => length)));
  const observed = rows.map((_, index) => ({ id: `case-${index + 1}`, tags: [], critical: false }));
  const observations = new Observations(observed, repeats);
  for (const [index, row] of rows.entries()) {
    for (const arm of ['baseline', 'candidate'] as const) {
      for (const [repeat, counted] of (row[arm] ?? []).entries()) {
        const place = { arm, case: `case-${index + 1}`, model, repeat, attempts: 1, scores: [] };
        if (counted === null) {
          observations.add({
            ...place,
            status: 'failed',
            failure: { code: 'timeout', message: 'no answer' },
          });
        } else observations.add({ ...place, status: 'completed', completion: completionOf(counted, price) });
      }
    }
  }
  const { evidence, comparisons } = compareArms(observations, { pairings: [bothArms], metrics: [], gates });
  const { outcomes } = judge({
    evidence,
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: 1, completed: 1 },
    hasBaseline: true,
  });
  return { outcomes, comparisons };
}

function outcome(gate: Gate, rows: Rows, price?: number) {
  return compared([gate], rows, price).outcomes[0];
}

describe('a gate on tokens of which some were estimated', () => {
  it.each<[string, Gate, Rows, string, string]>([
    ['both counted', increase, cases(60, [300], [300]), 'pass', 'proven-not-worse'],
    ['the candidate estimated', increase, cases(60, [300], ['~10']), 'inconclusive', 'estimated-usage'],
    ['its tokens', tokens, cases(60, [300], ['~10']), 'inconclusive', 'estimated-usage'],
    ['the baseline estimated', increase, cases(60, ['~10'], [300]), 'inconclusive', 'estimated-usage'],
    ['both estimated', increase, cases(60, ['~300'], ['~300']), 'pass', 'proven-not-worse'],
    ['both estimated, and dearer', increase, cases(60, ['~300'], ['~900']), 'fail', 'over-limit'],
    [
      'a pair in twenty',
      increase,
      [...cases(57, [300], [300]), ...cases(3, [300], ['~1'])],
      'pass',
      'proven-not-worse',
    ],
    [
      'more than a pair in twenty',
      increase,
      [...cases(56, [300], [300]), ...cases(4, [300], ['~1'])],
      'inconclusive',
      'estimated-usage',
    ],
    ['one of its repeats', increase, cases(60, [300, 300], [300, '~1']), 'inconclusive', 'estimated-usage'],
    ['the same of its repeats', increase, cases(60, [300, '~1'], [300, '~1']), 'pass', 'proven-not-worse'],
    [
      'the baseline failed, and both estimated',
      increase,
      [...cases(58, ['~300'], ['~300']), ...cases(2, [null], ['~300'])],
      'pass',
      'proven-not-worse',
    ],
    [
      'the baseline failed too often',
      increase,
      [...cases(50, ['~300'], ['~300']), ...cases(10, [null], ['~300'])],
      'inconclusive',
      'missing-results',
    ],
    ['every output', every, cases(60, ['~10'], [300]), 'pass', 'within-limit'],
    ['every output, estimated', every, cases(60, [300], ['~10']), 'inconclusive', 'estimated-usage'],
    [
      'one output estimated',
      every,
      [...cases(59, [300], [300]), ...cases(1, [300], ['~10'])],
      'inconclusive',
      'estimated-usage',
    ],
    ['every output, estimated and above', every, cases(60, [300], ['~900']), 'fail', 'rule-broken'],
    ['the p95', p95, cases(60, ['~10'], [300]), 'pass', 'within-limit'],
    ['the p95, estimated', p95, cases(60, [300], ['~10']), 'inconclusive', 'estimated-usage'],
    ['the p95, estimated and above', p95, cases(60, [300], ['~900']), 'fail', 'over-limit'],
  ])('%s: %#', (_, gate, rows, status, reason) => {
    expect(outcome(gate, rows)).toMatchObject({ status, reason });
  });

  it('decides by the cost of a free model, which is 0 for any tokens', () => {
    expect(outcome(limit('max', 'cost', 1), cases(60, [300], ['~10']), 0)).toMatchObject({ status: 'pass' });
  });

  it.each<[string, Gate, Rows, string]>([
    [
      'what cannot be compared',
      increase,
      cases(60, [300], ['~10']),
      "cost: the usage of 60 trials was estimated from the texts because the server reported none, and that of the same trials of the other arm was reported. An estimate sees no reasoning, so the two can't be compared. Have the server report usage for both arms.",
    ],
    [
      'a limit that may be broken',
      every,
      cases(60, [300], ['~10']),
      'outputTokens: the usage of 60 trials was estimated from the texts because the server reported none. An estimate sees no reasoning, so it can show that a limit is broken, but not that it holds. Have the server report usage.',
    ],
    [
      'a guess on both arms',
      maxIncrease('outputTokens', 0.1),
      [
        { baseline: ['~100'], candidate: ['~90'] },
        { baseline: ['~100'], candidate: ['~90'] },
      ],
      'outputTokens: 90 vs 100 on 2 cases (2 better, 0 worse). 10.0 % lower in every case; how far others may lie from that was not seen. You allow 10 %. The usage of 4 trials was estimated from the texts because the server reported none.',
    ],
  ])('says so of %s', (_, gate, rows, text) => {
    expect(outcome(gate, rows)?.text).toBe(text);
  });

  it('shows no difference between what was estimated and what was counted', () => {
    const { comparisons } = compared([], cases(60, [300], ['~10']));
    for (const metric of ['cost', 'outputTokens']) {
      const comparison = comparisons.find((one) => one.metric === metric);
      expect(comparison).toMatchObject({ pairs: 0, delta: null, interval: null, wins: 0, losses: 0 });
    }
  });
});
